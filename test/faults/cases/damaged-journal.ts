import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { acknowledge, leftJournal, putJournal, type LeftJournal } from '../parts/left-journal.js';
import type { Fault } from '../suite/fault.js';

const LINE_END = 10;
const TAIL_LINES = 3;

/** A journal that ends at any byte of its last records: those that are whole are delivered. */
export const truncatedJournal: Fault = {
  name: 'journal-truncated',
  times: { whole: 1000, ci: 40 },
  run: async stage => {
    const tracker = await stage.startTracker();
    const { lines } = leftJournal({ uri: tracker.url, points: 4 });
    const length = Buffer.byteLength(lines.slice(-TAIL_LINES).join(''));
    // Every byte, unless fewer are asked for.
    const cuts =
      length <= stage.times
        ? Array.from({ length }, (_, index) => index + 1)
        : Array.from({ length: stage.times }, () => stage.random.integer(1, length));
    for (const cut of cuts) {
      const journal = leftJournal({ uri: tracker.url, points: 4 });
      const bytes = Buffer.from(journal.lines.join(''));
      const kept = bytes.subarray(0, bytes.length - cut);
      putJournal(stage, journal, kept);
      const whole = kept.toString().split('\n').length - 1;
      acknowledge(stage, journal.records.slice(0, whole));
    }
    await stage.deliverRest();
    return { ...(await stage.count(tracker)), times: cuts.length };
  }
};

/**
 * A journal with a bit flipped somewhere behind its first line: what stands on the other lines is
 * delivered, or kept with the reason where it was the run itself that was damaged.
 */
export const flippedBits: Fault = {
  name: 'journal-bit-flipped',
  times: { whole: 200, ci: 30 },
  // Without its first record a run is not known.
  mayRefuse: true,
  run: async stage => {
    const tracker = await stage.startTracker();
    for (let time = 0; time < stage.times; time++) {
      const journal = leftJournal({ uri: tracker.url, points: 20 });
      const bytes = Buffer.from(journal.lines.join(''));
      const first = Buffer.byteLength(journal.lines[0] ?? '');
      const at = stage.random.integer(first, bytes.length - 1);
      const hurt = linesAt(bytes, at);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << stage.random.integer(0, 7));
      putJournal(stage, journal, bytes);
      acknowledge(stage, unhurt(journal, hurt));
    }
    await stage.deliverRest();
    return { ...(await stage.count(tracker)), times: stage.times };
  }
};

/** A journal whose first line is damaged says where to by none: it is left, and people are told. */
export const damagedBeginning: Fault = {
  name: 'journal-beginning-damaged',
  times: { whole: 5, ci: 2 },
  run: async stage => {
    const tracker = await stage.startTracker();
    const left: string[] = [];
    for (let time = 0; time < stage.times; time++) {
      const journal = leftJournal({ uri: tracker.url, points: 4 });
      const bytes = Buffer.from(journal.lines.join(''));
      bytes[stage.random.integer(0, 5)] = 0;
      left.push(path.join(putJournal(stage, journal, bytes), 'journal.jsonl'));
    }
    const whole = leftJournal({ uri: tracker.url, points: 4 });
    putJournal(stage, whole, whole.lines.join(''));
    acknowledge(stage, whole.records);
    const { code, told } = await stage.recoverAndListen();
    if (code !== 3 || told.filter(text => /beginning/.test(text)).length !== left.length) {
      throw new Error(`It ended with ${code} and said: ${told.join(' ')}`);
    }
    left.forEach(file => readFileSync(file));
    return { ...(await stage.count(tracker)), times: stage.times };
  }
};

/** A journal of a newer version is left as it is, and people are told; the others are delivered. */
export const newerJournal: Fault = {
  name: 'journal-newer',
  times: { whole: 3, ci: 1 },
  run: async stage => {
    const tracker = await stage.startTracker();
    const newer = leftJournal({ uri: tracker.url, points: 4, version: 2 });
    const text = newer.lines.join('');
    const file = path.join(putJournal(stage, newer, text), 'journal.jsonl');
    for (let time = 0; time < stage.times; time++) {
      const journal = leftJournal({ uri: tracker.url, points: 4 });
      putJournal(stage, journal, journal.lines.join(''));
      acknowledge(stage, journal.records);
    }
    const { code, told } = await stage.recoverAndListen();
    if (code !== 3 || !told.some(one => /version 2.*Update/.test(one))) {
      throw new Error(`It ended with ${code} and said: ${told.join(' ')}`);
    }
    if (readFileSync(file, 'utf8') !== text) {
      throw new Error('The journal of a newer version was changed.');
    }
    return { ...(await stage.count(tracker)), times: stage.times };
  }
};

/** Files of others, and rubbish, among the journals and in them. */
export const foreignFiles: Fault = {
  name: 'foreign-files',
  times: { whole: 5, ci: 2 },
  run: async stage => {
    const tracker = await stage.startTracker();
    for (let time = 0; time < stage.times; time++) {
      const journal = leftJournal({ uri: tracker.url, points: 4 });
      const folder = putJournal(stage, journal, journal.lines.join(''));
      acknowledge(stage, journal.records);
      for (const name of ['.DS_Store', 'notes.txt', 'owner-x.json', 'progress.json.unfinished']) {
        writeFileSync(path.join(folder, name), 'rubbish');
      }
      writeFileSync(path.join(folder, 'progress.json'), RUBBISH[time % RUBBISH.length] ?? '');
    }
    const journals = path.join(stage.home, 'journals');
    const foreign = ['.DS_Store', 'a note.txt', 'Thumbs.db', 'journal.jsonl'];
    foreign.forEach(name => writeFileSync(path.join(journals, name), 'rubbish'));
    await stage.recover();
    const kept = stage.journals().filter(name => !foreign.includes(name));
    if (kept.length > 0) {
      throw new Error(`These journals were not delivered: ${kept.join(', ')}`);
    }
    foreign.forEach(name => readFileSync(path.join(journals, name)));
    return { ...(await stage.count(tracker)), times: stage.times };
  }
};

const RUBBISH = [
  'rubbish',
  '{"version":1,"offset":1000000}',
  '{"version":1,"offset":"far","runs":7}',
  '{"version":1,"offset":300}',
  '{"version":9,"offset":300}'
];

/** The numbers of the lines that the byte at `at` belongs to; an end of line joins two. */
function linesAt(bytes: Buffer, at: number): readonly number[] {
  const line = bytes.subarray(0, at).filter(byte => byte === LINE_END).length;
  return bytes[at] === LINE_END ? [line, line + 1] : [line];
}

function unhurt({ records }: LeftJournal, hurt: readonly number[]): LeftJournal['records'] {
  return records.filter((_, index) => !hurt.includes(index));
}
