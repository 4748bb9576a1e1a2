import fs from 'node:fs';
import path from 'node:path';
import type { JupyterLab } from './lab/jupyter-lab';
import type { NotebookPage } from './lab/notebook-page';
import { expect, test } from './lab/fixtures';
import { readStatuses, readSteps } from './lab/mlflow-runs';
import { writeNotebook } from './lab/notebook-file';
import { trackerPid } from './lab/tracker-process';
import { PREPARE, printedBy, train } from './lab/training-cells';

const EPOCHS = 60;

/** What the browser itself says of a request that found the tracking server away. */
const FAILED_REQUEST =
  /^Failed to load resource: the server responded with a status of 50[234] \([\w ]+\) \(http:\/\/\S+\/autolog\/mlflow\/\S+\)$/;

interface Moment {
  readonly name: string;
  comes(lab: JupyterLab, notebookPage: NotebookPage): Promise<void>;
}

const MOMENTS: readonly Moment[] = [
  {
    name: 'while it keeps runs',
    comes: async (_lab, { cards }) => {
      await expect(cards.getByRole('button', { name: 'Open in MLflow' })).toBeVisible();
    }
  },
  {
    name: 'while it makes its store',
    comes: async ({ root }) => {
      await expect
        .poll(() => fs.existsSync(path.join(root, 'mlflow.db')), { intervals: [20] })
        .toBe(true);
    }
  }
];

test.use({ labOptions: { notebooks: [] } });

for (const moment of MOMENTS) {
  test(`the tracking server is killed ${moment.name}: it comes back and gets every epoch`, async ({
    lab,
    notebookPage
  }) => {
    writeNotebook(lab, 'killed.ipynb', [PREPARE, train(EPOCHS, 200)]);
    await notebookPage.open('killed.ipynb');
    await expect.poll(() => trackerPid(lab), { timeout: 60_000 }).not.toBeNull();
    const first = trackerPid(lab) ?? 0;
    await notebookPage.runAll();
    const card = notebookPage.cards;
    await expect(card).toContainText(/epoch \d+ of 60/, { timeout: 60_000 });
    await moment.comes(lab, notebookPage);
    process.kill(first, 'SIGKILL');

    await expect(card).toContainText(/finished in .* 60 epochs/, { timeout: 60_000 });
    await expect(card).toHaveCount(1);
    expect(await notebookPage.stdoutOf(1)).toBe(`${printedBy(EPOCHS)}trained\n`);

    await expect
      .poll(() => trackerPid(lab) ?? first, {
        timeout: 60_000,
        message: 'another tracking server is announced'
      })
      .not.toBe(first);
    await expect
      .poll(() => readStatuses(lab, 'killed'), { timeout: 60_000, intervals: [1000] })
      .toEqual(['FINISHED']);
    expect(await readSteps(lab, 'killed', 'loss')).toEqual([[...Array(EPOCHS).keys()]]);

    await expect(card).toContainText('Logged 1 run to experiment killed');
    await expect(card.locator('.jp-AutologCard-note')).toHaveCount(0);
    await expect(notebookPage.rows).toHaveCount(1);
    await expect(notebookPage.rows.first()).toHaveAttribute('data-status', 'FINISHED');
    await expect(notebookPage.panel.locator('.jp-AutologNotice')).toHaveCount(0, {
      timeout: 30_000
    });
    expect(notebookPage.consoleErrors.filter(error => !FAILED_REQUEST.test(error))).toEqual([]);
  });
}
