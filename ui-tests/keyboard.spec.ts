import type { NotebookPage } from './lab/notebook-page';
import { expect, picture, test } from './lab/fixtures';
import { runIris } from './lab/iris';

test.use({ labOptions: { notebooks: ['iris.ipynb'] } });

/** Runs a command of the palette as somebody without a mouse does. */
async function command({ page }: NotebookPage, words: string): Promise<void> {
  await page.keyboard.press('Control+Shift+c');
  const search = page.getByRole('region', { name: 'Command Palette Section' }).getByRole('textbox');
  await expect(search).toBeFocused();
  await page.keyboard.type(words);
  await expect(page.locator('.lm-CommandPalette-item.lm-mod-active')).toContainText(words);
  await page.keyboard.press('Enter');
}

test('the panel that opens by itself leaves the keys to the notebook', async ({ notebookPage }) => {
  await runIris(notebookPage);
  await expect(notebookPage.panel).toBeVisible();
  await expect(notebookPage.panel.locator(':focus')).toHaveCount(0);
  await expect(notebookPage.notebook.locator(':focus')).toHaveCount(1);
});

test('runs are found, read and left with keys alone', async ({ notebookPage }) => {
  const { page, panel, rows } = notebookPage;
  await runIris(notebookPage);
  const { keyboard } = page;
  const list = panel.getByRole('listbox', { name: 'Runs' });
  const names = await panel.locator('.jp-AutologRun-name').allTextContents();

  await command(notebookPage, 'Show Runs of This Notebook');
  await expect(list).toBeFocused();
  await keyboard.press('ArrowDown');
  await expect(rows.nth(1)).toHaveAttribute('aria-selected', 'true');
  await picture(panel, 'keyboard-list');

  await keyboard.press('Enter');
  await expect(panel.getByRole('heading', { level: 2 })).toHaveText(names[1] ?? '');
  await expect(panel.getByRole('button', { name: 'All runs' })).toBeFocused();
  await expect(panel).toContainText('Where it comes from');
  // Every part of the run is reached, one after the other.
  await keyboard.press('Tab');
  await expect(panel.getByRole('button', { name: 'Copy the run id' })).toBeFocused();
  await keyboard.press('Enter');
  await expect(panel.getByRole('button', { name: 'Copied' })).toBeFocused();
  await expect(panel.getByRole('button', { name: 'Copy the run id' })).toBeFocused();
  await keyboard.press('Tab');
  await expect(panel.getByRole('button', { name: 'Open in MLflow' })).toBeFocused();
  await keyboard.press('Tab');
  await expect(panel.locator('summary', { hasText: 'Metrics' })).toBeFocused();
  await picture(panel, 'keyboard-run');

  await keyboard.press('Escape');
  await expect(list).toBeFocused();
  // On the run that was read, and not at the top.
  await expect(rows.nth(1)).toHaveAttribute('aria-selected', 'true');
  await keyboard.press('ArrowDown');
  await keyboard.press('Enter');
  await expect(panel.getByRole('heading', { level: 2 })).toHaveText(names[2] ?? '');
  await keyboard.press('Enter');
  await expect(list).toBeFocused();
  await expect(rows.nth(2)).toHaveAttribute('aria-selected', 'true');
});

test('the run of a card is opened and left with keys alone', async ({ notebookPage }) => {
  const { page, panel, cards } = notebookPage;
  await runIris(notebookPage);
  const name = cards.first().getByRole('listitem').first().getByRole('button').first();
  await name.focus();
  await page.keyboard.press('Enter');
  await expect(panel.getByRole('button', { name: 'All runs' })).toBeFocused();
  await expect(panel.getByRole('heading', { level: 2 })).toHaveText(
    (await name.textContent()) ?? ''
  );
  await page.keyboard.press('Escape');
  await expect(panel.getByRole('listbox', { name: 'Runs' })).toBeFocused();
});
