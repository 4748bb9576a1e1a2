import { expect, picture, test } from './lab/fixtures';
import { readRuns } from './lab/mlflow-runs';

test.describe('a notebook with no word of ours in it', () => {
  test('trains three runs, shown in card and panel as MLflow has them', async ({
    lab,
    notebookPage
  }) => {
    await notebookPage.open('iris.ipynb');
    await notebookPage.restartAndRunAll();
    await expect(notebookPage.cards.first()).toBeVisible({ timeout: 60_000 });
    await notebookPage.waitForIdle();

    const card = notebookPage.cards;
    await expect(card).toHaveCount(1);
    await expect(card.locator('.jp-AutologCard-run')).toHaveCount(3);
    await expect(card).toContainText('Logged 3 runs to experiment iris');
    await picture(notebookPage.page, 'iris');
    await expect(notebookPage.rows).toHaveCount(3);

    await expect
      .poll(async () => (await readRuns(lab, 'iris')).map(({ status }) => status), {
        timeout: 60_000,
        intervals: [1000]
      })
      .toEqual(['FINISHED', 'FINISHED', 'FINISHED']);
    const runs = await readRuns(lab, 'iris');
    for (const [index, run] of runs.entries()) {
      const row = notebookPage.rows.nth(index);
      await expect(row).toContainText(run.name);
      // The full value is in the title of the rounded one.
      await expect(row.locator(`[title="loss ${run.metrics['loss']}"]`)).toBeVisible();
      expect(run.params).toMatchObject({ epochs: '40', batch_size: '16', opt_name: 'adam' });
      expect(run.models).toBe(1);
      expect(run.datasets).toBe(1);
      expect(run.tags['mlflow.source.name']).toBe('iris.ipynb');
    }
    await picture(notebookPage.page, 'iris');
    expect(notebookPage.consoleErrors).toEqual([]);
  });
});
