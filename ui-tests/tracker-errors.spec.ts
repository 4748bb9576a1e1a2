import { expect, picture } from './lab/fixtures';
import { test } from './lab/gated-server';
import { readStatuses, readSteps } from './lab/mlflow-runs';
import { writeNotebook } from './lab/notebook-file';
import { PREPARE, train } from './lab/training-cells';

test('a tracking server that answers 500 for a minute gets all when it is mended', async ({
  lab,
  gate,
  mlflow,
  notebookPage
}) => {
  gate.isBroken = true;
  // Forty epochs last the minute.
  writeNotebook(lab, 'broken.ipynb', [PREPARE, train(3, 0), train(40, 1500)]);
  await notebookPage.open('broken.ipynb');
  await notebookPage.runAll();
  const [first, long] = [notebookPage.cards.nth(0), notebookPage.cards.nth(1)];

  await expect(first).toContainText(/finished in .* 3 epochs/, { timeout: 60_000 });
  await expect(long).toContainText(/epoch \d+ of 40/);
  for (const card of [first, long]) {
    await expect(card).toContainText(/\d+ records wait for MLflow since/);
    await expect(card).toContainText(
      `The tracking server at ${gate.url} answers with an error: HTTP 500, "the disk is full".`
    );
    await expect(card).toContainText('Look into its log. What was recorded is kept, and is sent');
  }
  await expect(notebookPage.panel).toContainText('It answers with the error 500');
  await expect(notebookPage.panel).toContainText(/\d+ records of this notebook wait/);
  await expect(notebookPage.rows).toHaveCount(2);
  await long.scrollIntoViewIfNeeded();
  await picture(notebookPage.page, 'tracker-errors');
  await expect(long).toContainText(/finished in 1 min.*, 40 epochs/, { timeout: 90_000 });
  await expect(long).toContainText(/records wait for MLflow since/);

  gate.isBroken = false;
  for (const card of [first, long]) {
    await expect(card).toContainText('Logged 1 run to experiment broken', { timeout: 60_000 });
    await expect(card.locator('.jp-AutologCard-note')).toHaveCount(0);
  }
  await expect
    .poll(() => readStatuses(mlflow, 'broken'), { timeout: 60_000, intervals: [1000] })
    .toEqual(['FINISHED', 'FINISHED']);
  expect(await readSteps(mlflow, 'broken', 'loss')).toEqual([[...Array(40).keys()], [0, 1, 2]]);
  await expect(notebookPage.panel.locator('.jp-AutologNotice')).toHaveCount(0, { timeout: 30_000 });
  await expect(notebookPage.rows).toHaveCount(2);
});
