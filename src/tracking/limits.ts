/** MLflow's limits. Lengths of texts are in code points. */
export const LIMITS = {
  metricsPerBatch: 1000,
  paramsPerBatch: 100,
  tagsPerBatch: 100,
  entitiesPerBatch: 1000,
  /** MLflow documents 1 MB; we stay below it, as proxies often stop there. */
  bytesPerBatch: 900_000,
  key: 250,
  paramValue: 6000,
  runTagValue: 8000,
  /** 20,000 in new servers, 5,000 in those before. */
  experimentTagValue: 5000,
  registryTagValue: 100_000,
  experimentName: 500,
  runName: 250,
  alias: 255,
  datasetName: 500,
  datasetDigest: 36,
  datasetSource: 65_535,
  datasetSchema: 1_048_575,
  datasetProfile: 16_777_215,
  inputTagKey: 255,
  inputTagValue: 500,
  artifactSegmentBytes: 255,
  /** What `upload-artifact` takes, the way for roots that the server doesn't proxy. */
  handedUploadBytes: 10 * 1024 * 1024,
  experimentsPerPage: 1000,
  runsPerPage: 1000,
  runsPerPageMost: 50_000,
  metricsPerPage: 25_000,
  sampledRuns: 100,
  sampledPointsMost: 2500,
  loggedModelsPerPage: 50,
  registeredModelsPerPage: 100,
  modelVersionsPerPage: 1000
} as const;
