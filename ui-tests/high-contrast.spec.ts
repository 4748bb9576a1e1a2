import { CARD, expectAccessible, PANEL } from './lab/accessibility';
import { expect, picture, test } from './lab/fixtures';
import { runIris } from './lab/iris';

test.use({
  labOptions: {
    notebooks: ['iris.ipynb'],
    settings: {
      '@jupyterlab/apputils-extension:themes': { theme: 'JupyterLab Dark High Contrast' }
    }
  }
});

test('card, panel and run can be read in the high contrast theme', async ({ notebookPage }) => {
  const { page, rows, panel, cards } = notebookPage;
  await runIris(notebookPage);
  await expect(page.locator('body')).toHaveAttribute(
    'data-jp-theme-name',
    'JupyterLab Dark High Contrast'
  );
  await cards.first().scrollIntoViewIfNeeded();
  await picture(page, 'high-contrast');
  await expectAccessible(page, CARD, PANEL);

  await rows.first().click();
  await expect(panel).toContainText('opt_learning_rate');
  await expect(panel).toContainText('Where it comes from');
  await picture(page, 'high-contrast-run');
  await expectAccessible(page, PANEL);
});
