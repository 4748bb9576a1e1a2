import { expect, picture, test } from './lab/fixtures';
import { readRuns } from './lab/mlflow-runs';

test("a run opens in MLflow's own UI, in a tab of Lab", async ({ lab, notebookPage }) => {
  await notebookPage.open('iris.ipynb');
  await notebookPage.runAll();
  await expect(notebookPage.cards.first()).toContainText('Logged 3 runs to experiment iris', {
    timeout: 90_000
  });
  await notebookPage.waitForIdle();
  await notebookPage.cards.first().getByRole('button', { name: 'Open in MLflow' }).click();

  const [newest] = await readRuns(lab, 'iris');
  const mlflow = notebookPage.page.frameLocator('iframe[src*="autolog/mlflow"]');
  await expect(mlflow.getByText(newest?.name ?? '').first()).toBeVisible({ timeout: 60_000 });
  await picture(notebookPage.page, 'mlflow-tab');
});
