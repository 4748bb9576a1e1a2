import fs from 'node:fs';
import path from 'node:path';
import type { JupyterLab } from './jupyter-lab';

export const TSLAB = { display_name: 'TypeScript', language: 'typescript', name: 'tslab' };
export const PYTHON_KERNEL = {
  display_name: 'Python 3 (ipykernel)',
  language: 'python',
  name: 'python3'
};

/** Puts a notebook with these code cells into Lab's folder. */
export function writeNotebook(
  lab: JupyterLab,
  name: string,
  cells: readonly string[],
  kernelspec: typeof TSLAB = TSLAB
): void {
  const notebook = {
    cells: cells.map((source, index) => ({
      cell_type: 'code',
      id: `cell-${index}`,
      metadata: {},
      source,
      execution_count: null,
      outputs: []
    })),
    metadata: { kernelspec },
    nbformat: 4,
    nbformat_minor: 5
  };
  fs.writeFileSync(path.join(lab.root, name), JSON.stringify(notebook));
}
