import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { LoggedModel } from '../../tracking/index.js';
import type { ModelWords } from './model-words.js';
import { PairTable } from './pair-table.js';
import type { Pair } from './pair-table.js';

/** The models that a run logged. */
export function ModelList(props: {
  readonly models: readonly LoggedModel[];
  readonly wordsOf: (modelId: string) => ModelWords | null;
  readonly trans: TranslationBundle;
}): React.JSX.Element {
  const { models, wordsOf, trans } = props;
  return (
    <>
      {models.map(model => (
        <PairTable
          key={model.modelId}
          label={model.name}
          pairs={pairsOf(model, wordsOf(model.modelId), trans)}
          trans={trans}
        />
      ))}
    </>
  );
}

function pairsOf(
  model: LoggedModel,
  words: ModelWords | null,
  trans: TranslationBundle
): readonly Pair[] {
  const pairs: readonly Pair[] = [
    { key: trans.__('Name'), value: model.name },
    { key: trans.__('Flavour'), value: words?.flavors ?? model.modelType ?? '' },
    { key: trans.__('Inputs'), value: words?.inputs ?? '' },
    { key: trans.__('Outputs'), value: words?.outputs ?? '' },
    { key: trans.__('State'), value: stateWords(model.status, trans) },
    { key: trans.__('Address'), value: `models:/${model.modelId}` },
    ...model.params
  ];
  return pairs.filter(({ value }) => value !== '');
}

function stateWords(status: LoggedModel['status'], trans: TranslationBundle): string {
  switch (status) {
    case 'LOGGED_MODEL_PENDING':
      return trans.__('being uploaded');
    case 'LOGGED_MODEL_READY':
      return trans.__('ready');
    case 'LOGGED_MODEL_UPLOAD_FAILED':
      return trans.__('upload failed');
    case 'LOGGED_MODEL_STATUS_UNSPECIFIED':
      return '';
  }
}
