import { expect, picture } from './lab/fixtures';
import { test as gated } from './lab/gated-server';
import { readRuns } from './lab/mlflow-runs';
import { writeNotebook } from './lab/notebook-file';
import { PREPARE, train } from './lab/training-cells';

const test = gated.extend({
  labOptions: async ({ gate }, use) => {
    const env = { MLFLOW_TRACKING_URI: gate.url, MLFLOW_TRACKING_TOKEN: 'of-this-morning' };
    await use({ notebooks: [], env });
  }
});

const LOG_IN = `
process.env.MLFLOW_TRACKING_TOKEN = 'newer';
mlflow.setTrackingUri(mlflow.getTrackingUri());`;

test('a token that expires is told, and a newer one that a cell sets delivers what waits', async ({
  lab,
  mlflow,
  gate,
  notebookPage
}) => {
  gate.token = 'of-this-morning';
  const { page, panel, cards, rows } = notebookPage;
  writeNotebook(lab, 'token.ipynb', [PREPARE, train(3, 0), train(4, 0), LOG_IN]);
  await notebookPage.open('token.ipynb');
  await notebookPage.runCell(0);
  await notebookPage.runCell(1);
  await expect(cards.nth(0)).toContainText('Logged 1 run to experiment token', { timeout: 90_000 });

  gate.token = 'newer';
  await notebookPage.runCell(2);
  const card = cards.nth(1);
  await expect(card).toContainText('asks for a log-in (HTTP 401)', { timeout: 60_000 });
  await expect(card).toContainText('mlflow.setTrackingUri(mlflow.getTrackingUri())');
  await expect(notebookPage.cell(2)).toContainText('trained');
  // The panel reads by Jupyter's own log-in, which is as old.
  await expect(panel).toContainText(/does not accept the (log-in|credentials)/);
  await expect(panel).not.toContainText('Reload the page');
  await card.scrollIntoViewIfNeeded();
  await picture(page, 'log-in-expired');

  await notebookPage.runCell(3);
  await expect(card).toContainText('Logged 1 run to experiment token', { timeout: 60_000 });
  await expect(card.getByRole('button', { name: 'Open run' })).toBeVisible();
  await picture(page, 'log-in-newer');
  await expect
    .poll(async () => (await readRuns(mlflow, 'token')).map(({ status }) => status))
    .toEqual(['FINISHED', 'FINISHED']);
  await expect(rows).toHaveCount(2, { timeout: 30_000 });
  await expect(panel).not.toContainText('not yet delivered');
  await notebookPage.waitForIdle();
});
