import { expect } from '@playwright/test';
import type { NotebookPage } from './notebook-page';

/** Runs `iris.ipynb` until all of its three runs are with MLflow and in card and panel. */
export async function runIris(notebookPage: NotebookPage): Promise<void> {
  await notebookPage.open('iris.ipynb');
  await notebookPage.runAll();
  const card = notebookPage.cards.first();
  await expect(card).toContainText('Logged 3 runs to experiment iris', { timeout: 90_000 });
  await expect(card.getByRole('button', { name: 'Open in MLflow' })).toBeVisible();
  await expect(notebookPage.rows).toHaveCount(3);
  // Its runs may be with MLflow before JupyterLab hears that the cell is over, and takes the focus.
  await expect(notebookPage.prompts.filter({ hasText: '[*]' })).toHaveCount(0);
  await notebookPage.waitForIdle();
}
