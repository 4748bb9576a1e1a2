import { expect, picture } from './lab/fixtures';
import { test } from './lab/gated-server';
import { readStatuses } from './lab/mlflow-runs';
import { writeNotebook } from './lab/notebook-file';
import { PREPARE, train } from './lab/training-cells';

test('a server that is away concerns only the cards whose runs go there', async ({
  lab,
  gate,
  mlflow,
  notebookPage
}) => {
  gate.isBroken = true;
  const another = `mlflow.setTrackingUri('${mlflow.url}');`;
  writeNotebook(lab, 'servers.ipynb', [PREPARE, train(3, 0), another, train(4, 0)]);
  await notebookPage.open('servers.ipynb');
  await notebookPage.runCell(0);
  await notebookPage.runCell(1);
  const [away, there] = [notebookPage.cards.nth(0), notebookPage.cards.nth(1)];
  await expect(away).toContainText(/records wait for MLflow since/, { timeout: 90_000 });

  await notebookPage.runCell(2);
  await notebookPage.runCell(3);
  await expect(there).toContainText('Logged 1 run to experiment servers', { timeout: 60_000 });
  await expect(there.locator('.jp-AutologCard-note')).toHaveCount(0);
  await expect(away).toContainText(/records wait for MLflow since/);
  await picture(notebookPage.page, 'two-servers');

  gate.isBroken = false;
  await expect(away).toContainText('Logged 1 run to experiment servers', { timeout: 60_000 });
  await expect(away.locator('.jp-AutologCard-note')).toHaveCount(0);
  await expect
    .poll(() => readStatuses(mlflow, 'servers'), { timeout: 60_000, intervals: [1000] })
    .toEqual(['FINISHED', 'FINISHED']);
});
