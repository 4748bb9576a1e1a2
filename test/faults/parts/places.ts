import path from 'node:path';

/** The checkout; compiled, this file lies in `build/test/faults/parts`. */
export const ROOT = path.resolve(__dirname, '..', '..', '..', '..');
/** The scripts as they are shipped. */
export const SHIPPER = path.join(ROOT, 'jupyterlab_autolog', 'kernel', 'shipper.cjs');
export const PRELUDE = path.join(ROOT, 'jupyterlab_autolog', 'kernel', 'prelude.cjs');
export const PYTHON_HOST = path.join(ROOT, 'test', 'faults', 'python', 'host.py');
export const WRITER = path.join(__dirname, 'writer-main.js');
/** The shipper on another machine, or at another time; see there. */
export const ELSEWHERE = path.join(__dirname, 'elsewhere.js');
