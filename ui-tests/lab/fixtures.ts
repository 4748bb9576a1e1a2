import fs from 'node:fs';
import path from 'node:path';
import { test as base } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import { JupyterLab } from './jupyter-lab';
import type { LabOptions } from './jupyter-lab';
import { NotebookPage } from './notebook-page';

/** Pictures that people look at, and the README shows some of. */
const PICTURES = path.resolve('ui-tests/artifacts');

export interface Fixtures {
  /** How the Lab of this test is started. */
  labOptions: LabOptions;
  lab: JupyterLab;
  notebookPage: NotebookPage;
}

export const test = base.extend<Fixtures>({
  labOptions: [{ notebooks: ['iris.ipynb', 'digits.ipynb'] }, { option: true }],

  lab: async ({ labOptions }, use, testInfo) => {
    const lab = await JupyterLab.start(labOptions);
    try {
      await use(lab);
    } finally {
      if (testInfo.status !== testInfo.expectedStatus) {
        await testInfo.attach('lab.log', { body: lab.log });
      }
      await lab.stop();
    }
  },

  notebookPage: async ({ lab, page }, use) => {
    const notebookPage = new NotebookPage(page, lab);
    await use(notebookPage);
    await notebookPage.settle();
  }
});

export { expect } from '@playwright/test';

/** Keeps a picture of `target` as `ui-tests/artifacts/<name>.png`. */
export async function picture(target: Locator | Page, name: string): Promise<void> {
  fs.mkdirSync(PICTURES, { recursive: true });
  await target.screenshot({ path: path.join(PICTURES, `${name}.png`), animations: 'disabled' });
}
