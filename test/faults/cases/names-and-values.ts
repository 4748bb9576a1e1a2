import fc from 'fast-check';
import { NODE_TYPES } from '../../scenarios/kernel/node-modules.js';
import { NotebookFolder } from '../../scenarios/kernel/notebook-kernel.js';
import { acknowledgingCell } from '../parts/cells.js';
import type { Fault } from '../suite/fault.js';

/** One call of the API: what is logged under which name. */
type Call =
  | { readonly kind: 'metric'; readonly key: string; readonly value: string; readonly step: number }
  | { readonly kind: 'param' | 'tag'; readonly key: string; readonly value: string };

const NAMES = fc.oneof(
  // Of those below most are refused, for a path that is not the shortest, say.
  { weight: 3, arbitrary: fc.stringMatching(/^\w[\w. -]{0,60}(\/\w[\w. -]{0,60}){0,3}$/) },
  fc.string({ maxLength: 300, unit: 'binary' }),
  fc.string({ maxLength: 20, unit: fc.constantFrom(...Array.from('ab/ .-_:\\~%#\'"é模\u0000\n')) }),
  fc.stringMatching(/^[\w./ -]{1,250}$/)
);
const TEXTS = fc.oneof(
  fc.string({ maxLength: 400, unit: 'binary' }),
  fc.string({ maxLength: 40 }),
  fc.constantFrom('', ' ', '\u0000', 'NaN', 'null', '\ud83d\ude00', '\n', 'x'.repeat(5000))
);
const NUMBERS = fc.oneof(
  fc.double().map(String),
  fc.constantFrom('NaN', 'Infinity', '-Infinity', '-0', '5e-324', '1.7976931348623157e308')
);
const STEPS = fc.oneof(
  fc.maxSafeInteger(),
  fc.constantFrom(0, -1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER)
);
const CALLS: fc.Arbitrary<Call> = fc.oneof(
  fc.record({ kind: fc.constant('metric' as const), key: NAMES, value: NUMBERS, step: STEPS }),
  fc.record({ kind: fc.constantFrom('param' as const, 'tag' as const), key: NAMES, value: TEXTS })
);

/** Calls of one run. */
const CALLS_OF_A_RUN = 100;

/**
 * Names and values that nobody thought of, given to the API in a cell of a real kernel: what it
 * takes is read back equal, what it refuses it refuses at the call and with its reason.
 */
export const namesAndValues: Fault = {
  name: 'names-and-values',
  times: { whole: 5000, ci: 300 },
  run: async stage => {
    const tracker = await stage.startTracker();
    const folder = new NotebookFolder(NODE_TYPES);
    stage.defer(() => folder.remove());
    const notebook = await folder.start({
      config: { home: stage.home, tracking: { kind: 'uri', uri: tracker.url } }
    });
    const calls = fc.sample(CALLS, { numRuns: stage.times, seed: stage.random.seedFor() });
    await notebook.execute(acknowledgingCell(stage.acknowledgementFile()));
    for (let from = 0; from < calls.length; from += CALLS_OF_A_RUN) {
      const { status, stdout, stderr } = await notebook.execute(
        cellOf(calls.slice(from, from + CALLS_OF_A_RUN))
      );
      if (status !== 'ok' || stdout !== '') {
        throw new Error(`Refused without a reason: ${stdout}${stderr}`);
      }
    }
    const { stdout, stderr } = await notebook.execute(
      'console.log((await mlflow.flush({ timeout: 240 })).refused)'
    );
    if (stdout !== '0\n') {
      throw new Error(`What the API took was refused by the server: ${stdout}${stderr}`);
    }
    await notebook.kernel.shutdown();
    await stage.delivered();
    return { ...(await stage.count(tracker)), times: stage.times };
  }
};

/** Makes the calls in a run of their own, and prints those that were refused without words. */
function cellOf(calls: readonly Call[]): string {
  return `
    {
      const run = begin();
      for (const call of JSON.parse(${JSON.stringify(JSON.stringify(calls))})) {
        const { kind, key, value, step = 0 } = call;
        try {
          switch (kind) {
            case 'metric': mlflow.logMetric(key, Number(value), step); break;
            case 'param': mlflow.logParam(key, value); break;
            case 'tag': mlflow.setTag(key, value); break;
          }
        } catch (error) {
          if (!(error instanceof Error) || error.name !== 'MlflowArgumentError' || error.message.length < 20) {
            console.log(JSON.stringify(call), String(error));
          }
          continue;
        }
        acknowledgements.add(kind, run, key, step, kind === 'metric' ? Number(value) : value, 0);
      }
      mlflow.endRun();
      acknowledgements.add('end', run, '', 0, 'FINISHED', 0);
    }`;
}
