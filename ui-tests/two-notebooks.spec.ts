import { expect, picture, test } from './lab/fixtures';
import { readRuns } from './lab/mlflow-runs';

test('two notebooks train at once, and the panel follows the one in front', async ({
  lab,
  notebookPage
}) => {
  // Twenty epochs of a convolution on two cores that others may want too.
  test.setTimeout(480_000);
  await notebookPage.open('digits.ipynb');
  await notebookPage.runAll();
  await notebookPage.openFromFileBrowser('iris.ipynb');
  await notebookPage.runAll();

  await expect(notebookPage.rows).toHaveCount(3, { timeout: 90_000 });
  await expect(notebookPage.panel.getByRole('heading')).toHaveText('iris');

  await notebookPage.tab('digits.ipynb').click();
  await expect(notebookPage.panel.getByRole('heading')).toHaveText('digits');
  await expect(notebookPage.rows).toHaveCount(1);
  // Still training: the row counts epochs, and the card below the cell counts the same.
  await expect(notebookPage.rows.first()).toContainText(/epoch \d+ of 20/, { timeout: 60_000 });
  await expect(notebookPage.cards.first()).toContainText(/epoch \d+ of 20/);
  await picture(notebookPage.page, 'digits-training');

  await expect(notebookPage.cards.first()).toContainText(/finished in .* epochs/, {
    timeout: 300_000
  });
  await expect
    .poll(async () => (await readRuns(lab, 'digits')).map(({ status }) => status), {
      timeout: 60_000
    })
    .toEqual(['FINISHED']);
  await notebookPage.cards.first().scrollIntoViewIfNeeded();
  await picture(notebookPage.page, 'digits');
  expect((await readRuns(lab, 'iris')).map(({ status }) => status)).toEqual([
    'FINISHED',
    'FINISHED',
    'FINISHED'
  ]);
  expect(notebookPage.consoleErrors).toEqual([]);
});
