/**
 * kernel-start: from the start of a tslab kernel's process to its first answer (kernel_info), with
 * our prelude and without, in turn. Both ways lead over the same environment and the same folder,
 * and which comes first changes each time.
 *
 * `processor` is the processor time that the kernel's process had used by then (Linux only), which
 * says more than the clock where the machine is busy with other things too.
 *
 * It does not see what Jupyter itself does around a kernel (the provisioner's part, the WebSocket).
 */
import { median, quantile, repetitions, result, rounded } from './fixtures/figures.mjs';
import { processorTime } from './fixtures/processes.mjs';
import { Kernel, plainEnvironment, recordingEnvironment } from './fixtures/kernel.mjs';
import { needBuilt, PRELUDE } from './fixtures/places.mjs';
import { scoped } from './fixtures/scope.mjs';

export const name = 'kernel-start';

const WARM_UP = 2;

export function run({ report }) {
  needBuilt(PRELUDE);
  return scoped(async ({ folder }) => {
    const root = folder('root');
    const home = folder('home');
    const recording = () => start(root, recordingEnvironment({ home, root }), 'object');
    const plain = () => start(root, plainEnvironment(), 'undefined');
    const pairs = repetitions(15);
    const kernels = { ours: [], peer: [] };
    for (let pair = -WARM_UP; pair < pairs; pair++) {
      const isOursFirst = pair % 2 === 0;
      const first = await (isOursFirst ? recording : plain)();
      const second = await (isOursFirst ? plain : recording)();
      if (pair >= 0) {
        kernels.ours.push(isOursFirst ? first : second);
        kernels.peer.push(isOursFirst ? second : first);
      }
    }
    const ours = kernels.ours.map(({ time }) => time);
    const peers = kernels.peer.map(({ time }) => time);
    report(
      result({
        name,
        measure: 'median time from the start of a kernel with autologging to its first answer',
        value: median(ours),
        unit: 'ms',
        peer: 'tslab alone',
        peerValue: median(peers),
        bound: { of: 'ratio', most: 1.05 },
        repetitions: pairs,
        medianDifference: rounded(median(ours.map((time, index) => time - peers[index]))),
        quickest: rounded(quantile(ours, 0)),
        peerQuickest: rounded(quantile(peers, 0)),
        processor: median(kernels.ours.map(({ processor }) => processor)),
        peerProcessor: median(kernels.peer.map(({ processor }) => processor))
      })
    );
  });
}

async function start(folder, env, typeOfMlflow) {
  const kernel = await Kernel.start({ folder, env });
  const processor = processorTime(kernel.process.pid);
  try {
    // A kernel without us doesn't know the name, which is no error of types here.
    const type = await kernel.evaluate('// @ts-ignore\nconsole.log(JSON.stringify(typeof mlflow))');
    if (type !== typeOfMlflow) {
      throw new Error(`In this kernel mlflow should be of type ${typeOfMlflow}, not ${type}.`);
    }
  } finally {
    await kernel.stop();
  }
  return { time: kernel.startTime, processor };
}
