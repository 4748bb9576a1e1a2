import { CARD, expectAccessible, PANEL } from './lab/accessibility';
import { expect, picture, test } from './lab/fixtures';
import { JupyterLab } from './lab/jupyter-lab';
import { readRuns, readStatuses } from './lab/mlflow-runs';
import { writeNotebook } from './lab/notebook-file';
import { NotebookPage } from './lab/notebook-page';
import { FAILING_FIT, PREPARE, train } from './lab/training-cells';

const REASON = 'Input Tensors should have the same number of samples as target Tensors.';

test.use({ labOptions: { notebooks: [] } });

/** Runs the notebook whose last cell fails, to its end. */
async function fail(lab: JupyterLab, notebookPage: NotebookPage): Promise<string[]> {
  writeNotebook(lab, 'failing.ipynb', [PREPARE, FAILING_FIT]);
  await notebookPage.open('failing.ipynb');
  await notebookPage.runAll();
  await expect(notebookPage.stderrOf(1).last()).toContainText('at ', { timeout: 60_000 });
  return notebookPage.stderrOf(1).allTextContents();
}

test('a fit that throws shows its own error, and is a failed run with its reason', async ({
  lab,
  notebookPage
}) => {
  const shown = await fail(lab, notebookPage);
  await expect(notebookPage.cards).toContainText(/failed after/);
  await expect(notebookPage.cards).toContainText(REASON);
  await expect(notebookPage.rows).toContainText([REASON]);
  await expect
    .poll(() => readStatuses(lab, 'failing'), { timeout: 60_000, intervals: [1000] })
    .toEqual(['FAILED']);
  const [run] = await readRuns(lab, 'failing');
  expect(JSON.stringify(run?.tags)).toContain(REASON);
  await expect(notebookPage.cards).toContainText('Logged 1 run to experiment failing');
  await picture(notebookPage.page, 'failing-cell');
  await expectAccessible(notebookPage.page, CARD, PANEL);
  expect(notebookPage.consoleErrors).toEqual([]);

  const without = await JupyterLab.start({ notebooks: [], env: { AUTOLOG_DISABLE: '1' } });
  try {
    const page = await notebookPage.page.context().newPage();
    expect(shown).toEqual(await fail(without, new NotebookPage(page, without)));
  } finally {
    await without.stop();
  }
});

test('an interrupt stops the training, and the kernel goes on', async ({ lab, notebookPage }) => {
  writeNotebook(lab, 'endless.ipynb', [PREPARE, train(10_000, 50), 'x.shape']);
  await notebookPage.open('endless.ipynb');
  await notebookPage.runCell(0);
  await notebookPage.runCell(1);
  const card = notebookPage.cards;
  await expect(card).toContainText(/epoch [3-9]\d* of 10,?000/, { timeout: 60_000 });
  await notebookPage.menu('Kernel', /^Interrupt Kernel/);
  await expect(card).toContainText(/stopped after/);
  await expect(card).toContainText('Logged 1 run to experiment endless');
  await expect
    .poll(() => readStatuses(lab, 'endless'), { timeout: 60_000, intervals: [1000] })
    .toEqual(['KILLED']);
  await expect(notebookPage.rows.first()).toHaveAttribute('data-status', 'KILLED');

  await notebookPage.runCell(2);
  // Known only to the kernel that ran the first cell.
  await expect.poll(() => notebookPage.stdoutOf(2)).toBe('[ 64, 4 ]\n');
  await picture(notebookPage.page, 'interrupted');
  expect(notebookPage.consoleErrors).toEqual([]);
});
