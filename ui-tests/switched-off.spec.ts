import fs from 'node:fs';
import path from 'node:path';
import { expect, picture, test } from './lab/fixtures';
import { writeNotebook } from './lab/notebook-file';
import { PREPARE, printedBy, train } from './lab/training-cells';

const WAYS = [
  { name: 'AUTOLOG_DISABLE=1', lab: { notebooks: [], env: { AUTOLOG_DISABLE: '1' } } },
  { name: 'Autolog.enabled=False', lab: { notebooks: [], args: ['--Autolog.enabled=False'] } }
];

for (const way of WAYS) {
  test.describe(`with ${way.name}`, () => {
    test.use({ labOptions: way.lab });

    test('nothing is recorded, and the panel says that it is switched off', async ({
      lab,
      notebookPage
    }) => {
      writeNotebook(lab, 'off.ipynb', [PREPARE, train(3, 0), 'typeof mlflow']);
      await notebookPage.open('off.ipynb');
      await notebookPage.runAll();
      await expect(notebookPage.cell(2)).toContainText("Cannot find name 'mlflow'", {
        timeout: 60_000
      });
      expect(await notebookPage.stdoutOf(1)).toBe(`${printedBy(3)}trained\n`);
      await expect(notebookPage.cards).toHaveCount(0);
      await expect(notebookPage.panel).toBeHidden();

      await notebookPage.openPanel();
      await expect(notebookPage.panel).toContainText('Runs are not recorded');
      await expect(notebookPage.panel).toContainText('Autologging is switched off on this server');
      await expect(notebookPage.panel).toContainText('start Jupyter again');
      // Nothing serves the store then.
      await expect(notebookPage.panel).not.toContainText('can be looked at');
      await expect(notebookPage.rows).toHaveCount(0);
      await picture(notebookPage.page, 'switched-off');
      expect(fs.existsSync(path.join(lab.root, 'mlflow.db'))).toBe(false);
      expect(fs.existsSync(path.join(lab.home, 'journals'))).toBe(false);
      expect(notebookPage.consoleErrors).toEqual([]);
    });
  });
}
