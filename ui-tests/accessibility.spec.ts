import { CARD, expectAccessible, PANEL } from './lab/accessibility';
import { expect, test } from './lab/fixtures';
import { runIris } from './lab/iris';
import { PYTHON_KERNEL, writeNotebook } from './lab/notebook-file';

test.use({ labOptions: { notebooks: ['iris.ipynb'] } });

test('card, panel and run can be used by everyone in the light theme', async ({ notebookPage }) => {
  const { page, rows, panel, cards } = notebookPage;
  await runIris(notebookPage);
  await cards.first().scrollIntoViewIfNeeded();
  await expectAccessible(page, CARD, PANEL);

  await rows.first().click();
  await expect(panel).toContainText('opt_learning_rate');
  await expect(panel).toContainText('Where it comes from');
  await expectAccessible(page, PANEL);
});

test('what the panel says instead of runs can be read by everyone', async ({
  lab,
  notebookPage
}) => {
  const { page, panel } = notebookPage;
  await notebookPage.open('iris.ipynb');
  await notebookPage.openPanel();
  await expect(panel).toContainText('No runs yet', { timeout: 60_000 });
  await expectAccessible(page, PANEL);

  writeNotebook(lab, 'python.ipynb', [], PYTHON_KERNEL);
  await page.goto(lab.url('lab/tree/python.ipynb'));
  await notebookPage.openPanel();
  await expect(panel).toContainText('is not recorded');
  await expectAccessible(page, PANEL);
});
