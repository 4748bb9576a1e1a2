import { parseArgs } from 'node:util';
import { Problem } from '../problem.mjs';

const USAGE = 'npm start -- [--no-browser] [--port N]';

/** The options of `npm start`; `port` is null where the person leaves the choice to us. */
export function readOptions(args) {
  let values;
  try {
    ({ values } = parseArgs({
      args,
      options: { 'no-browser': { type: 'boolean' }, port: { type: 'string' } }
    }));
  } catch (error) {
    throw new Problem(`${error.message.split('.')[0]}: the options are ${USAGE}.`, {
      cause: error
    });
  }
  const port = values.port === undefined ? null : Number(values.port);
  if (port !== null && !(Number.isInteger(port) && port > 0 && port < 65536)) {
    throw new Problem(`${values.port} is not a port: give a number from 1 to 65535, ${USAGE}.`);
  }
  return { browser: values['no-browser'] !== true, port };
}
