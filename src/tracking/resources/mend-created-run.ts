import type { KeyValue, Run } from '../entities.js';
import { MlflowProtocolError } from '../errors.js';
import type { CallOptions } from '../http/call-options.js';
import type { WireCreateRun } from '../wire/encode-run.js';
import type { UpdateRun } from '../requests.js';

/** The calls that mending takes. */
interface RunCalls {
  update(runId: string, update: UpdateRun, options?: CallOptions): Promise<unknown>;
  setTag(runId: string, key: string, value: string, options?: CallOptions): Promise<void>;
  get(runId: string, options?: CallOptions): Promise<Run>;
}

/**
 * Compares a new run with what was sent, since the server answers 200 when it read only
 * half of a body. What got lost is sent again. A tag that came back with another value is
 * left alone: some servers set tags of their own.
 * @throws MlflowProtocolError if it is lost once more.
 */
export async function mendCreatedRun(
  runs: RunCalls,
  run: Run,
  sent: WireCreateRun,
  options?: CallOptions
): Promise<Run> {
  if (lostParts(run, sent).length === 0) {
    return run;
  }
  const { runId } = run.info;
  if (isNameLost(run, sent)) {
    await runs.update(runId, { name: sent.run_name }, options);
  }
  for (const tag of lostTags(run, sent)) {
    await runs.setTag(runId, tag.key, tag.value, options);
  }
  const mended = await runs.get(runId, options);
  const lost = lostParts(mended, sent);
  if (lost.length > 0) {
    throw new MlflowProtocolError(
      `The server made run ${runId} but lost ${lost.join(', ')} of it, twice. ` +
        'Its version may not fit this client; delete that run.'
    );
  }
  return mended;
}

function lostParts(run: Run, sent: WireCreateRun): string[] {
  return [
    ...(isNameLost(run, sent) ? ['its name'] : []),
    ...lostTags(run, sent).map(tag => `tag ${tag.key}`)
  ];
}

/** An empty name makes the server choose one. */
function isNameLost(run: Run, sent: WireCreateRun): boolean {
  return sent.run_name !== '' && run.info.runName !== sent.run_name;
}

function lostTags(run: Run, sent: WireCreateRun): KeyValue[] {
  const kept = new Map(run.data.tags.map(tag => [tag.key, tag.value]));
  return sent.tags.filter(tag => {
    const value = kept.get(tag.key);
    return value === undefined || (value === '' && tag.value !== '');
  });
}
