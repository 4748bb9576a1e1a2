import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { useChanges } from '../elements/use-changes.js';
import { ArtifactList } from './artifact-list.js';
import { datasetWords } from './dataset-words.js';
import { DetailHead } from './detail-head.js';
import { facts, ownTags } from './facts.js';
import { MetricsSection } from './metrics-section.js';
import { ModelList } from './model-list.js';
import { PairTable } from './pair-table.js';
import type { RunDetailModel } from './run-detail-model.js';
import { Section } from './section.js';

export interface DetailViewProps {
  readonly model: RunDetailModel;
  readonly openMlflow: ((experimentId: string, runId: string) => void) | null;
  /** Why the run is not with MLflow yet, should it be kept. */
  readonly keptWords: () => string;
  readonly trans: TranslationBundle;
}

/** One run in full. */
export function DetailView(props: DetailViewProps): React.JSX.Element {
  const { model, openMlflow, trans } = props;
  useChanges(model.changed);
  const { row, run, trouble } = model;
  if (row === null) {
    return (
      <p className="jp-AutologQuiet" role="status">
        {trouble ?? trans.__('Loading the run…')}
      </p>
    );
  }
  return (
    <div className="jp-AutologDetail">
      <DetailHead
        row={row}
        openMlflow={
          run === null || openMlflow === null
            ? null
            : () => {
                openMlflow(run.info.experimentId, run.info.runId);
              }
        }
        trans={trans}
      />
      {row.isKept && (
        <div className="jp-AutologNotice" data-level="wait" role="status">
          <p className="jp-AutologNotice-title">{trans.__('Not yet delivered')}</p>
          <p>{props.keptWords()}</p>
        </div>
      )}
      {trouble !== null && <p className="jp-AutologFault">{trouble}</p>}
      <MetricsSection row={row} curves={model.curves} trans={trans} />
      {run !== null && <RunSections {...props} />}
    </div>
  );
}

function RunSections({ model, trans }: DetailViewProps): React.JSX.Element | null {
  const { run, models, artifacts } = model;
  if (run === null) {
    return null;
  }
  const { params } = run.data;
  const datasets = run.inputs.datasets.map(input => datasetWords(input, trans));
  const tags = ownTags(run);
  const files = artifacts.files();
  return (
    <>
      {params.length > 0 && (
        <Section title={trans.__('Params')} count={params.length}>
          <PairTable label={trans.__('params')} pairs={params} trans={trans} />
        </Section>
      )}
      {models.length > 0 && (
        <Section title={trans.__('Model')}>
          <ModelList models={models} wordsOf={id => model.modelWords(id)} trans={trans} />
        </Section>
      )}
      {datasets.length > 0 && (
        <Section title={trans.__('Dataset')}>
          {datasets.map(({ name, context, lines }) => (
            <PairTable
              key={`${name} ${context}`}
              label={name}
              pairs={[
                { key: trans.__('Name'), value: context === '' ? name : `${name} (${context})` },
                ...lines.map(({ label, text }) => ({ key: label, value: text }))
              ]}
              trans={trans}
            />
          ))}
        </Section>
      )}
      {files !== null && files.length > 0 && (
        <Section title={trans.__('Artifacts')}>
          <ArtifactList tree={artifacts} folder="" trans={trans} />
        </Section>
      )}
      {tags.length > 0 && (
        <Section title={trans.__('Tags')} count={tags.length}>
          <PairTable label={trans.__('tags')} pairs={tags} trans={trans} />
        </Section>
      )}
      <Section title={trans.__('Where it comes from')}>
        <PairTable label={trans.__('origin')} pairs={facts(run, trans)} trans={trans} />
      </Section>
    </>
  );
}
