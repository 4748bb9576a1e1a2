import { expectAccessible, PANEL } from './lab/accessibility';
import { expect, picture, test } from './lab/fixtures';
import { writeNotebook } from './lab/notebook-file';
import { PREPARE, train } from './lab/training-cells';

test.use({ labOptions: { notebooks: [] } });

test('a kernel that logs to another experiment is followed there, with a way back, until it restarts', async ({
  lab,
  notebookPage
}) => {
  const { page, panel, rows, cards } = notebookPage;
  const elsewhere = `process.env.MLFLOW_EXPERIMENT_NAME = 'shared by all';`;
  writeNotebook(lab, 'own.ipynb', [PREPARE, train(2, 0), elsewhere, train(3, 0)]);
  await notebookPage.open('own.ipynb');
  await notebookPage.runAll();
  await expect(cards.nth(1)).toContainText('Logged 1 run to experiment shared by all', {
    timeout: 120_000
  });
  await expect(panel.getByRole('heading', { name: 'shared by all' })).toBeVisible();
  await expect(panel).toContainText('This kernel logs to the experiment shared by all');
  await expect(rows).toHaveCount(1, { timeout: 30_000 });
  await picture(page, 'other-experiment');
  await expectAccessible(page, PANEL);

  await panel.getByRole('button', { name: 'Show the notebook’s own runs' }).click();
  await expect(panel.getByRole('heading', { name: 'own' })).toBeVisible();
  await expect(panel).toContainText('the notebook’s own experiment, own');
  await expect(rows).toHaveCount(1);
  await panel.getByRole('button', { name: 'Show the runs of shared by all' }).click();
  await expect(panel.getByRole('heading', { name: 'shared by all' })).toBeVisible();

  await notebookPage.menu('Kernel', /^Restart Kernel…/);
  await page.getByRole('dialog').getByRole('button', { name: 'Confirm Kernel Restart' }).click();
  await expect(panel.getByRole('heading', { name: 'own' })).toBeVisible({ timeout: 30_000 });
  await expect(panel).not.toContainText('This kernel logs to');
  await expect(rows).toHaveCount(1);
  // Jupyter itself doesn't end while a kernel is being restarted.
  await notebookPage.waitForIdle();
});
