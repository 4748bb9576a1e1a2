/*
 * A kernel without tslab: the parts that a kernel records with, put together as in `autolog.ts`,
 * and a program that logs. It is killed, stopped and starved by those who start it, so it has no
 * part of its own in what it is tested for. It ends when its standard input does.
 */
import { randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import { ShipperProcess } from '../../../src/kernel/delivery/shipper-process.js';
import { Journal } from '../../../src/kernel/journal/journal.js';
import { ownProcess } from '../../../src/kernel/journal/kernel-process.js';
import { Faults } from '../../../src/kernel/patch/faults.js';
import { CellExecutions } from '../../../src/kernel/runs/cell-execution.js';
import { Recorder } from '../../../src/kernel/runs/recorder.js';
import type { ShipperMessage } from '../../../src/kernel/shipper/messages.js';
import { Acknowledgements } from './acknowledgements.js';
import { carryOut } from './carry-out.js';
import type { WriterEvent, WriterOptions } from './writer-plan.js';

const options = JSON.parse(process.argv[2] ?? '') as WriterOptions;
const journalId = randomUUID();
const shipper = new ShipperProcess({
  script: options.shipper,
  faults: new Faults(),
  started: () => undefined,
  received: message => {
    tell({ event: 'told', type: message.type, text: textOf(message) });
  }
});
shipper.prepare();
const journal = new Journal({
  home: options.home,
  journalId,
  open: () => ({
    type: 'open',
    version: 1,
    journalId,
    kernelId: journalId,
    ...ownProcess(),
    ...(options.host === undefined ? {} : { host: options.host }),
    time: Date.now(),
    target: options.target,
    snapshotFile: null
  }),
  onOpen: ({ path }) => {
    shipper.start(path);
  },
  onTrouble: trouble => {
    tell({ event: 'trouble', reason: trouble?.reason ?? null });
  }
});
const recorder = new Recorder({
  journal,
  cells: new CellExecutions(),
  audience: { began: () => () => undefined },
  experiment: () => ({ name: options.experiment, id: null, isChosen: false }),
  watch: () => undefined,
  sourceTags: () => ({})
});
process.on('exit', () => {
  if (journal.bytes > 0) {
    recorder.close();
    journal.append({ type: 'close', time: Date.now() });
  }
  journal.close();
});

const ended = new Promise<void>(resolve => {
  process.stdin.on('end', resolve).resume();
});
const acknowledgements = new Acknowledgements(options.acknowledgements);
tell({ event: 'ready' });
void carryOut(options.plan, { recorder, journal, acknowledgements, ended })
  .then(() => {
    tell({ event: 'done' });
    return ended;
  })
  .then(() => {
    process.exit();
  });

/** At once, also from a program that never yields. */
function tell(event: WriterEvent): void {
  writeSync(1, `${JSON.stringify(event)}\n`);
}

function textOf(message: ShipperMessage): string {
  switch (message.type) {
    case 'unreachable':
      return `${message.reason} ${message.next}`;
    case 'refused':
      return message.reason;
    case 'fault':
      return message.message;
    case 'run':
    case 'complete':
    case 'progress':
    case 'reachable':
      return '';
  }
}
