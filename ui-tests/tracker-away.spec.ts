import { CARD, expectAccessible, PANEL } from './lab/accessibility';
import { expect, picture, test } from './lab/fixtures';

/** Nothing listens on tcpmux's neighbour, and `fetch` doesn't forbid it. */
const NOBODY = 'http://127.0.0.1:5';

test.use({ labOptions: { notebooks: ['iris.ipynb'], env: { MLFLOW_TRACKING_URI: NOBODY } } });

test('with the tracking server away the cells run, and card and panel say what waits', async ({
  notebookPage
}) => {
  await notebookPage.open('iris.ipynb');
  await notebookPage.runAll();
  const card = notebookPage.cards.first();
  await expect(card).toBeVisible({ timeout: 90_000 });
  await notebookPage.waitForIdle();

  await expect(card.locator('.jp-AutologCard-run')).toHaveCount(3);
  await expect(card).toContainText(/finished in/);
  await expect(card).toContainText(/records wait for MLflow since/, { timeout: 60_000 });
  await expect(card).toContainText(NOBODY);
  await expect(notebookPage.panel).toContainText(/MLflow is not available since/);
  await card.scrollIntoViewIfNeeded();
  await picture(notebookPage.page, 'tracker-away');
  await expectAccessible(notebookPage.page, CARD, PANEL);
});
