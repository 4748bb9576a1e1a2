import { CARD, expectAccessible, PANEL } from './lab/accessibility';
import { expect, picture, test } from './lab/fixtures';

test.use({
  labOptions: {
    notebooks: ['iris.ipynb'],
    settings: { '@jupyterlab/apputils-extension:themes': { theme: 'JupyterLab Dark' } }
  }
});

test('a saved card is read again without a kernel, in the dark theme', async ({ notebookPage }) => {
  await notebookPage.open('iris.ipynb');
  await notebookPage.runAll();
  await expect(notebookPage.cards.first()).toContainText('Logged 3 runs to experiment iris', {
    timeout: 90_000
  });
  await notebookPage.waitForIdle();
  await expect(notebookPage.cards.first()).toContainText(/finished in/);
  await notebookPage.save();
  await notebookPage.menu('Kernel', /^Shut Down Kernel$/);

  await notebookPage.page.reload();
  await expect(notebookPage.cards.locator('.jp-AutologCard-run')).toHaveCount(3);
  await expect(notebookPage.cards.first()).toContainText('Logged 3 runs to experiment iris');
  await expect(notebookPage.rows).toHaveCount(3);
  await notebookPage.cards.first().scrollIntoViewIfNeeded();
  await picture(notebookPage.page, 'iris-dark');
  await expectAccessible(notebookPage.page, CARD, PANEL);

  await notebookPage.rows.first().click();
  await expect(notebookPage.panel).toContainText('opt_learning_rate');
  await expect(notebookPage.panel).toContainText('Where it comes from');
  await expect(notebookPage.panel.locator('.uplot')).toHaveCount(2);
  await picture(notebookPage.page, 'run-detail-dark');
  await expectAccessible(notebookPage.page, PANEL);
  expect(notebookPage.consoleErrors).toEqual([]);
});
