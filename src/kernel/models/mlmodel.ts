export interface MlModelFacts {
  /** What each way of loading the model has to know, by its name. */
  readonly flavors: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** MLflow's JSON texts, or null where the shapes aren't known. */
  readonly signature: { readonly inputs: string; readonly outputs: string } | null;
  /** Whether its file `input_example.json` is an example of what it takes, in lists of numbers. */
  readonly hasInputExample: boolean;
  /** When it was made, in milliseconds since the epoch. */
  readonly time: number;
  /** MLflow's ids. */
  readonly modelId: string;
  readonly runId: string;
  /** Where the model's files lie, as the server names it. */
  readonly artifactUri: string;
  /** Of the server, or null where it didn't say. */
  readonly mlflowVersion: string | null;
}

/** MLflow's words for an example of arrays; `mlflow/models/utils.py`. */
const INPUT_EXAMPLE = {
  artifact_path: 'input_example.json',
  type: 'ndarray',
  format: 'tf-serving'
} as const;

/**
 * The text of a model's file `MLmodel`: a JSON document, which is a YAML document too. Only
 * what is known stands in it: a signature of guesses would make Python refuse good inputs.
 */
export function mlModelText(facts: MlModelFacts): string {
  const { flavors, signature, hasInputExample, time, modelId, runId, artifactUri, mlflowVersion } =
    facts;
  const model = {
    artifact_path: artifactUri,
    flavors,
    model_id: modelId,
    model_uuid: modelId,
    run_id: runId,
    utc_time_created: pythonTime(time),
    ...(mlflowVersion === null ? {} : { mlflow_version: mlflowVersion }),
    ...(hasInputExample ? { saved_input_example_info: INPUT_EXAMPLE } : {}),
    // MLflow reads inputs and outputs as JSON texts inside this document.
    ...(signature === null ? {} : { signature: { ...signature, params: null } })
  };
  return `${JSON.stringify(model, null, 2)}\n`;
}

/** As Python prints a time in UTC without its zone: `2026-11-20 10:00:00.123000`. */
function pythonTime(time: number): string {
  return `${new Date(time).toISOString().replace('T', ' ').replace('Z', '')}000`;
}
