import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { CARD, expectAccessible, PANEL } from './lab/accessibility';
import { expect, picture, test } from './lab/fixtures';
import { readStatuses, readSteps } from './lab/mlflow-runs';
import { writeNotebook } from './lab/notebook-file';
import { PYTHON } from './lab/python';
import { PREPARE, printedBy, train } from './lab/training-cells';

/** Nothing listens on tcpmux's neighbour, and `fetch` doesn't forbid it. */
const NOBODY = 'http://127.0.0.1:5';

test.describe('with a tracking server that was never there', () => {
  test.use({ labOptions: { notebooks: [], env: { MLFLOW_TRACKING_URI: NOBODY } } });

  test('the panel lists the runs from the journal, also in a new page and without the kernel', async ({
    lab,
    notebookPage
  }) => {
    const { page, panel, rows, cards } = notebookPage;
    writeNotebook(lab, 'away.ipynb', [PREPARE, train(3, 0), train(5, 0)]);
    await notebookPage.open('away.ipynb');
    await notebookPage.runAll();
    await expect(cards.nth(1)).toContainText(/finished in .* 5 epochs/, { timeout: 90_000 });
    await expect(cards.nth(1)).toContainText(/records wait for MLflow since/);
    await expect(rows).toHaveCount(2);
    await expect(rows.nth(0)).toContainText('not yet delivered');
    await notebookPage.save();

    await page.reload();
    await notebookPage.openPanel();
    await expect(rows).toHaveCount(2, { timeout: 30_000 });
    for (const row of [rows.nth(0), rows.nth(1)]) {
      await expect(row).toContainText('not yet delivered');
      await expect(row).toContainText(/loss\d/);
    }
    await expect(panel).toContainText(/MLflow is not available since/);
    await expect(panel).toContainText('2 runs kept');
    await picture(page, 'not-delivered');
    await expectAccessible(page, PANEL);

    await rows.nth(0).click();
    await expect(panel).toContainText('Not yet delivered');
    await expect(panel).toContainText('It is delivered by itself when MLflow is there again.');
    await picture(panel, 'not-delivered-run');
    await expectAccessible(page, PANEL);

    await notebookPage.menu('Kernel', /^Shut Down Kernel$/);
    await page.reload();
    await notebookPage.openPanel();
    await expect(rows).toHaveCount(2, { timeout: 30_000 });
    await expect(rows.nth(0)).toContainText('not yet delivered');
  });
});

test.describe('with AUTOLOG_OFFLINE=1', () => {
  test.use({ labOptions: { notebooks: [], env: { AUTOLOG_OFFLINE: '1' } } });

  test('runs are recorded and kept, nothing is started, and `jupyter autolog ship` delivers them', async ({
    lab,
    notebookPage
  }) => {
    const { page, panel, rows, cards } = notebookPage;
    writeNotebook(lab, 'offline.ipynb', [PREPARE, train(3, 0)]);
    await notebookPage.open('offline.ipynb');
    await notebookPage.runAll();
    const card = cards.first();
    await expect(card).toContainText(/finished in .* 3 epochs/, { timeout: 90_000 });
    await expect(card).toContainText('Kept on this machine and not delivered to MLflow yet');
    await expect(card).toContainText('jupyter autolog ship');
    await expect(card).toContainText('Recorded 1 run for experiment offline');
    expect(await notebookPage.stdoutOf(1)).toBe(`${printedBy(3)}trained\n`);
    await expect(rows).toHaveCount(1);
    await expect(rows).toContainText('not yet delivered');
    await expect(panel).toContainText('Offline: runs are recorded and kept');
    await expect(page.locator('.jp-AutologStatusItem')).toContainText('MLflow: offline');
    await picture(page, 'offline');
    await expectAccessible(page, PANEL, CARD);

    await notebookPage.save();
    await page.reload();
    await notebookPage.openPanel();
    await expect(rows).toHaveCount(1, { timeout: 30_000 });
    expect(fs.existsSync(path.join(lab.root, 'mlflow.db'))).toBe(false);

    await notebookPage.menu('Kernel', /^Shut Down Kernel$/);
    const ship = ['-m', 'jupyterlab_autolog.command.main', 'ship', '--home', lab.home];
    await expect
      .poll(async () => (await ended(ship, lab.root)).trim(), { timeout: 90_000 })
      .toBe('1 of 1 journals delivered.');
    expect(await readStatuses(lab, 'offline')).toEqual(['FINISHED']);
    expect(await readSteps(lab, 'offline', 'loss')).toEqual([[0, 1, 2]]);
    await expect(rows).toHaveCount(0, { timeout: 30_000 });
  });
});

/** What the command prints, however it ends. */
async function ended(words: readonly string[], cwd: string): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(PYTHON, words, { cwd });
    return stdout;
  } catch (error) {
    return (error as { stdout?: string }).stdout ?? String(error);
  }
}
