import { expect } from '@playwright/test';
import type { Locator, Page, Request } from '@playwright/test';
import type { JupyterLab } from './jupyter-lab';

/** JupyterLab in a browser, as a person with a notebook in front sees it. */
export class NotebookPage {
  /** What the browser's console said of errors, newest last. */
  readonly consoleErrors: string[] = [];
  /** What Jupyter's own routes have not answered yet. */
  private readonly _asked = new Set<Request>();

  constructor(
    readonly page: Page,
    private readonly _lab: JupyterLab
  ) {
    page.on('console', message => {
      if (message.type() === 'error') {
        this.consoleErrors.push(`${message.text()} (${message.location().url})`);
      }
    });
    page.on('pageerror', error => {
      this.consoleErrors.push(String(error));
    });
    page.on('request', request => {
      if (new URL(request.url()).pathname.startsWith('/api/')) {
        this._asked.add(request);
      }
    });
    page.on('requestfinished', request => this._asked.delete(request));
    page.on('requestfailed', request => this._asked.delete(request));
    page.on('framenavigated', frame => {
      if (frame === page.mainFrame()) {
        // Of what the page before has asked, nobody is told the end.
        this._asked.clear();
      }
    });
  }

  /**
   * Waits until Jupyter has answered. Told to end before, it never does: AnyIO's thread for what
   * reads files ends only with the request (jupyterlab/jupyterlab#10442).
   */
  async settle(): Promise<void> {
    await expect.poll(() => [...this._asked].map(request => request.url())).toEqual([]);
  }

  /** Opens Lab on a notebook of its root, and waits until the kernel is ready. */
  async open(notebook: string): Promise<void> {
    await this.page.goto(this._lab.url(`lab/tree/${notebook}`));
    await this.waitForIdle();
  }

  /** Opens a further notebook from the file browser. */
  async openFromFileBrowser(notebook: string): Promise<void> {
    await this.page
      .getByRole('region', { name: 'File Browser Section' })
      .getByText(notebook, { exact: true })
      .dblclick();
    await expect(this.tab(notebook)).toHaveAttribute('aria-selected', 'true');
    await this.waitForIdle();
  }

  tab(notebook: string): Locator {
    return this.page
      .getByRole('main')
      .getByRole('tab', { name: new RegExp(notebook.replace('.', '\\.')) });
  }

  /** The notebook in front. */
  get notebook(): Locator {
    return this.page.locator('.jp-NotebookPanel:not(.lm-mod-hidden)');
  }

  /** The run cards in the notebook in front. */
  get cards(): Locator {
    return this.notebook.locator('.jp-RenderedRunCard');
  }

  /** A cell of the notebook in front, from 0. */
  cell(index: number): Locator {
    return this.notebook.locator('.jp-Cell').nth(index);
  }

  /** What stands before the cells: `[*]:` before those that are not over. */
  get prompts(): Locator {
    return this.notebook.locator('.jp-InputPrompt');
  }

  /** What a cell has printed, without what it wrote to stderr. */
  async stdoutOf(index: number): Promise<string> {
    const parts = await this.cell(index)
      .locator('.jp-RenderedText[data-mime-type="application/vnd.jupyter.stdout"]')
      .allTextContents();
    return parts.join('');
  }

  /** What a cell has written to stderr, where errors go. */
  stderrOf(index: number): Locator {
    return this.cell(index).locator(
      '.jp-RenderedText[data-mime-type="application/vnd.jupyter.stderr"]'
    );
  }

  get panel(): Locator {
    return this.page.locator('.jp-AutologPanel');
  }

  /** Opens the runs panel as a person does who does not wait for the first run. */
  async openPanel(): Promise<void> {
    await this.menu('View', /^Show Runs of This Notebook$/);
    await expect(this.panel).toBeVisible();
  }

  /** The rows of the runs panel, newest first. */
  get rows(): Locator {
    return this.panel.locator('.jp-AutologRun');
  }

  /** Runs a command from JupyterLab's menus, such as `Run`, `Run All Cells`. */
  async menu(menu: string, ...items: readonly (string | RegExp)[]): Promise<void> {
    await this.page.getByRole('menuitem', { name: menu, exact: true }).first().click();
    for (const item of items) {
      await this.page.getByRole('menuitem', { name: item }).first().click();
    }
  }

  async runAll(): Promise<void> {
    await this.menu('Run', /^Run All Cells$/);
  }

  /** Runs one cell, from 0. */
  async runCell(index: number): Promise<void> {
    await this.cell(index).getByRole('textbox').first().click();
    await this.page.keyboard.press('Control+Enter');
  }

  /** Restarts the kernel, runs all cells, and says yes to the question. */
  async restartAndRunAll(): Promise<void> {
    await this.menu('Kernel', /^Restart Kernel and Run All Cells/);
    await this.page
      .getByRole('dialog')
      .getByRole('button', { name: 'Confirm Kernel Restart' })
      .click();
  }

  /** Waits until the kernel of the notebook in front has nothing to do. */
  async waitForIdle(timeout = 60_000): Promise<void> {
    await expect(
      this.page.getByRole('contentinfo').getByRole('button', { name: /(Type|Java)Script \| Idle/ })
    ).toBeVisible({ timeout });
  }

  /** Again, when a card has changed meanwhile. */
  async save(): Promise<void> {
    await expect(async () => {
      await this.page.keyboard.press('Control+s');
      const dirty = this.page.locator('.lm-DockPanel-tabBar .jp-mod-dirty');
      await expect(dirty).toHaveCount(0, { timeout: 3000 });
    }).toPass({ timeout: 30_000 });
  }
}
