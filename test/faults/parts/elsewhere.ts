/*
 * The shipper on a machine of another name, or with another clock: what AUTOLOG_FAULT_HOST and
 * AUTOLOG_FAULT_CLOCK say, around the script as it is shipped. Also loaded by `node --require` into
 * a writer, where it does the same.
 *
 * AUTOLOG_FAULT_CLOCK is a list of `after:by`, in milliseconds: so long after the start of the
 * process the clock jumps by so much.
 */
import os from 'node:os';
import { SHIPPER } from './places.js';

const host = process.env['AUTOLOG_FAULT_HOST'];
if (host !== undefined) {
  os.hostname = () => host;
}

const clock = process.env['AUTOLOG_FAULT_CLOCK'];
if (clock !== undefined) {
  jump(
    clock.split(',').map(text => {
      const [after = 0, by = 0] = text.split(':').map(Number);
      return { after, by };
    })
  );
}

if (require.main === module) {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- what is above must be first
  require(SHIPPER);
}

function jump(jumps: readonly { readonly after: number; readonly by: number }[]): void {
  const real = Date.now.bind(Date);
  const began = process.hrtime.bigint();
  const now = (): number => {
    const age = Number((process.hrtime.bigint() - began) / 1_000_000n);
    return jumps.reduce((time, { after, by }) => (age >= after ? time + by : time), real());
  };
  globalThis.Date = new Proxy(Date, {
    construct: (target, given: [] | [number]) =>
      given.length === 0 ? new target(now()) : new target(...given),
    get: (target, name) => (name === 'now' ? now : (Reflect.get(target, name) as unknown))
  });
}
