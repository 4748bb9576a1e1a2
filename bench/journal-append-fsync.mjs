/**
 * journal-append-fsync: what one `mlflow.logMetric` costs a cell of a real kernel in which the setting
 * `fsync` is on, in microseconds: when it returns, the record is on the disk itself. `logMetrics` is
 * one call with ten metrics, which are forced through together.
 *
 * Peer: a bare `write` of a line as long, and `fdatasync`, to a file beside the journal, call by call
 * in turn with it in the same kernel. No tracking server runs. That each call wrote to the disk is checked by the kernel's own account of
 * what it wrote to file systems (getrusage), so this wants a temporary folder that lies on a disk.
 */
import path from 'node:path';
import { quantile, repetitions, result, rounded } from './fixtures/figures.mjs';
import { Kernel, recordingEnvironment } from './fixtures/kernel.mjs';
import { journalsOf, metricsIn } from './fixtures/journals.mjs';
import { needBuilt, PRELUDE, SHIPPER } from './fixtures/places.mjs';
import { KEYS } from './fixtures/pending.mjs';
import { scoped } from './fixtures/scope.mjs';

export const name = 'journal-append-fsync';

const CALLS_A_BLOCK = 50;
const WARM_UP = 50;

export function run({ report }) {
  needBuilt(PRELUDE, SHIPPER);
  return scoped(async ({ defer, folder }) => {
    const root = folder('root');
    const home = folder('home');
    const env = recordingEnvironment({ home, root, fsync: true });
    const kernel = await Kernel.start({ folder: root, env });
    defer(() => kernel.stop());
    const blocks = repetitions(10);
    const measured = await kernel.evaluate(cell(blocks, path.join(home, 'peer')));
    const calls = blocks * CALLS_A_BLOCK;
    check({ measured, calls, lines: metricsIn(journalsOf(home)[0]) });
    report(
      result({
        name,
        measure: 'p50 of mlflow.logMetric in a kernel with fsync',
        value: quantile(measured.one, 0.5),
        unit: 'us',
        peer: 'a bare write and fdatasync',
        peerValue: quantile(measured.bare, 0.5),
        repetitions: calls,
        blocks,
        p99: rounded(quantile(measured.one, 0.99)),
        peerP99: rounded(quantile(measured.bare, 0.99)),
        logMetrics: rounded(quantile(measured.ten, 0.5))
      })
    );
  });
}

function check({ measured, calls, lines }) {
  const expected = WARM_UP + calls * (1 + KEYS);
  if (lines !== expected) {
    throw new Error(`${expected} metrics were logged; the journal has ${lines}.`);
  }
  if (measured.written < calls) {
    throw new Error(
      `${calls} calls wrote ${measured.written} times to a disk. ` +
        'Set TMPDIR to a folder that lies on one.'
    );
  }
}

/** The cell; it prints times in microseconds, and how often the calls of `one` wrote to the disk at least. */
function cell(blocks, peer) {
  return `
import * as fs from 'fs';
const now = (): number => Number(process.hrtime.bigint());
const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));
/** Of the file system's smallest block, in the 512 bytes that the account is kept in. */
const BLOCK = 8;
const file = fs.openSync(${JSON.stringify(peer)}, 'a');
const line = JSON.stringify({ type: 'metric', run: 'x'.repeat(36), key: 'loss', value: Math.random(), step: 1, time: Date.now() });
const timed = (work: () => void): number => {
  const began = now();
  work();
  return (now() - began) / 1000;
};
const measure = async () => {
  let step = 0;
  const logOne = () => mlflow.logMetric('loss', Math.random(), step++);
  const logTen = () =>
    mlflow.logMetrics(
      Object.fromEntries(Array.from({ length: ${KEYS} }, (_, index) => ['metric_' + index, Math.random()])),
      step++
    );
  const bareWrite = () => {
    fs.writeSync(file, line + '\\n');
    fs.fdatasyncSync(file);
  };
  mlflow.startRun({ runName: 'bench' });
  for (let i = 0; i < ${WARM_UP}; i++) logOne();
  const one: number[] = [], ten: number[] = [], bare: number[] = [];
  let written = 0;
  for (let i = 0; i < ${blocks}; i++) {
    await pause(100);
    for (let call = 0; call < ${CALLS_A_BLOCK}; call++) {
      const before = process.resourceUsage().fsWrite;
      one.push(timed(logOne));
      written += (process.resourceUsage().fsWrite - before) / BLOCK;
      bare.push(timed(bareWrite));
      ten.push(timed(logTen));
    }
  }
  return { one, ten, bare, written };
};
console.log(JSON.stringify(await measure()));
`;
}
