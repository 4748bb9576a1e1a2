import fs from 'node:fs';
import { expectAccessible, PANEL } from './lab/accessibility';
import { expect, picture } from './lab/fixtures';
import { test } from './lab/gated-server';
import { readRuns, readSteps } from './lab/mlflow-runs';
import { writeNotebook } from './lab/notebook-file';
import { PREPARE, train } from './lab/training-cells';

const LOG_REFUSED = `
await mlflow.withRun(async () => {
  for (let step = 0; step < 5; step++) {
    mlflow.logMetric('wanted', step, step);
    mlflow.logMetric('unwanted', step, step);
  }
});`;

test('what the server refuses for good is told by the card of its run and by the panel, until dismissed', async ({
  lab,
  mlflow,
  gate,
  notebookPage
}) => {
  gate.refused = 'unwanted';
  const { page, panel, cards, rows } = notebookPage;
  writeNotebook(lab, 'refused.ipynb', [PREPARE, train(3, 0), LOG_REFUSED]);
  await notebookPage.open('refused.ipynb');
  await notebookPage.runAll();
  const [other, own] = [cards.nth(0), cards.nth(1)];
  await expect(own).toContainText('MLflow refused 5 records; the rest is logged.', {
    timeout: 90_000
  });
  await expect(own).toContainText('Nobody here wants unwanted');
  await expect(own).toContainText(`They are kept in ${lab.home}/rejects/`);
  await expect(other).toContainText('Logged 1 run to experiment refused', { timeout: 30_000 });
  await expect(other).not.toContainText('MLflow refused');

  const told = 'MLflow refused 5 records of this notebook; the rest is logged';
  await expect(panel).toContainText(told, { timeout: 30_000 });
  await expect(panel).toContainText('Nobody here wants unwanted');
  await expect(panel.locator('.jp-AutologNotice code')).toContainText(`${lab.home}/rejects/`);
  await own.scrollIntoViewIfNeeded();
  await picture(page, 'refused');
  await expectAccessible(page, PANEL);

  const file = (await panel.locator('.jp-AutologNotice code').textContent()) ?? '';
  expect(fs.readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(5);
  await expect
    .poll(async () =>
      (await readRuns(mlflow, 'refused')).map(({ metrics }) => Object.keys(metrics))
    )
    .toEqual([['wanted'], ['loss']]);
  expect((await readSteps(mlflow, 'refused', 'wanted'))[0]).toEqual([0, 1, 2, 3, 4]);

  // Also without the kernel, and in a new page.
  await notebookPage.save();
  await notebookPage.menu('Kernel', /^Shut Down Kernel$/);
  await page.reload();
  await notebookPage.openPanel();
  await expect(rows).toHaveCount(2, { timeout: 30_000 });
  await expect(panel).toContainText(told);
  await panel.getByRole('button', { name: 'Dismiss' }).click();
  await expect(panel).not.toContainText('MLflow refused');
  await page.reload();
  await notebookPage.openPanel();
  await expect(rows).toHaveCount(2, { timeout: 30_000 });
  await expect(panel).not.toContainText('MLflow refused');
  expect(fs.existsSync(file)).toBe(true);
  await notebookPage.waitForIdle();
});
