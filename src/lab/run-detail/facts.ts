import type { TranslationBundle } from '@jupyterlab/translation';
import { TAGS } from '../../protocol/index.js';
import type { Run } from '../../tracking/index.js';
import type { Pair } from './pair-table.js';

/** Where a run comes from, as far as its tags say. */
export function facts(run: Run, trans: TranslationBundle): readonly Pair[] {
  const tags = new Map(run.data.tags.map(({ key, value }) => [key, value]));
  const count = tags.get(TAGS.executionCount);
  const candidates: readonly (readonly [string, string | undefined])[] = [
    [trans.__('Run id'), run.info.runId],
    [trans.__('Started'), new Date(run.info.startTime).toLocaleString()],
    [trans.__('Notebook'), tags.get('mlflow.source.name')],
    [trans.__('Cell'), count === undefined ? undefined : `[${count}]`],
    [trans.__('Logged by'), tags.get('mlflow.autologging')],
    [trans.__('User'), tags.get('mlflow.user') ?? run.info.userId ?? undefined],
    [trans.__('Git commit'), tags.get('mlflow.source.git.commit')]
  ];
  return candidates.flatMap(([key, value]) =>
    value === undefined || value === '' ? [] : [{ key, value }]
  );
}

/** Tags that people set, rather than MLflow or we. */
export function ownTags(run: Run): readonly Pair[] {
  return run.data.tags.filter(({ key }) => !/^(mlflow|autolog)\./.test(key));
}
