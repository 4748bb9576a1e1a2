import { expect, picture, test as base } from './lab/fixtures';
import { HiddenPackage } from './lab/hidden-package';
import { writeNotebook } from './lab/notebook-file';
import { PREPARE, printedBy, train } from './lab/training-cells';

const test = base.extend({
  labOptions: async ({}, use) => {
    const hidden = new HiddenPackage('mlflow');
    await use({ notebooks: [], env: { PYTHONPATH: hidden.folder } });
    hidden.reveal();
  }
});

test('without MLflow the cells run, and card and panel say what waits and how to get it', async ({
  lab,
  notebookPage
}) => {
  writeNotebook(lab, 'alone.ipynb', [PREPARE, train(5, 0)]);
  await notebookPage.open('alone.ipynb');
  await notebookPage.runAll();
  const card = notebookPage.cards;
  await expect(card).toContainText(/finished in .* 5 epochs/, { timeout: 60_000 });
  expect(await notebookPage.stdoutOf(1)).toBe(`${printedBy(5)}trained\n`);

  await expect(card).toContainText(/\d+ records wait for MLflow since/);
  await expect(card).toContainText('the runs panel says why. What was recorded is kept');
  await expect(card).toContainText('Recorded 1 run for experiment alone');
  await expect(notebookPage.panel).toContainText(
    'MLflow is not installed in the Python environment of Jupyter.'
  );
  await expect(notebookPage.panel).toContainText('pip install mlflow');
  await expect(notebookPage.rows).toHaveCount(1);
  await picture(notebookPage.page, 'no-mlflow');
  expect(notebookPage.consoleErrors).toEqual([]);
});
