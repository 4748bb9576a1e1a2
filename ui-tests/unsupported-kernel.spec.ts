import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from './lab/fixtures';

test('for a notebook of another language the panel says what it supports', async ({
  lab,
  notebookPage
}) => {
  const notebook = {
    cells: [],
    metadata: {
      kernelspec: { display_name: 'Python 3 (ipykernel)', language: 'python', name: 'python3' }
    },
    nbformat: 4,
    nbformat_minor: 5
  };
  fs.writeFileSync(path.join(lab.root, 'python.ipynb'), JSON.stringify(notebook));
  await notebookPage.page.goto(lab.url('lab/tree/python.ipynb'));
  await notebookPage.openPanel();
  await expect(notebookPage.panel).toContainText('TypeScript');
  expect(notebookPage.consoleErrors).toEqual([]);
});
