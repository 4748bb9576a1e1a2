/**
 * live: from the end of an epoch in a kernel to its number on the screen, p95 in milliseconds, in the
 * card below the cell and in the runs panel: a real JupyterLab in a real Chromium, real trainings of
 * tfjs whose epochs are 300 ms apart.
 *
 * The epoch's end is the wall clock when the last batch of it was trained, before any callback for the
 * epoch is called; the number's arrival is the wall clock after the frame that shows it was drawn.
 * Both are of the same machine. A number counts as shown when it, or that of a later epoch, is there
 * in full (the title of the rounded one).
 *
 * Peer: a line that the same epoch prints, in the output of the cell, seen the same way.
 */
import fs from 'node:fs';
import path from 'node:path';
import { NODE_MODULES } from '../scripts/checkout.mjs';
import { openBrowser, openNotebook, panelTab } from './fixtures/browser.mjs';
import { count } from './fixtures/count.mjs';
import { until } from './fixtures/deadline.mjs';
import { median, quantile, repetitions, result, rounded } from './fixtures/figures.mjs';
import { Lab } from './fixtures/lab.mjs';
import { writeNotebook } from './fixtures/notebook.mjs';
import { LABEXTENSION, needBuilt, PRELUDE, SHIPPER } from './fixtures/places.mjs';
import { scoped } from './fixtures/scope.mjs';

export const name = 'live';

const APART = 300;
/** Numbers of the first epochs wait for the browser's code to load, which is not what is measured. */
const WARM_UP = 10;

export function run({ report }) {
  needBuilt(PRELUDE, SHIPPER, LABEXTENSION);
  return scoped(async ({ defer, folder }) => {
    const root = folder('root');
    const epochs = repetitions(100);
    fs.symlinkSync(NODE_MODULES, path.join(root, 'node_modules'), 'junction');
    writeNotebook(root, 'live.ipynb', [PREPARE, cell(WARM_UP + epochs)]);
    const options = ['--LabApp.expose_app_in_browser=True'];
    const lab = Lab.start({ folder: folder('lab'), root, options });
    defer(() => lab.stop());
    await lab.listens();
    await lab.answers('autolog/mlflow/health');
    const { page, close } = await openBrowser();
    defer(close);
    await openNotebook(page, lab, 'live.ipynb');
    await panelTab(page).click();
    await page.evaluate(watch);
    await page.evaluate(() => window.jupyterapp.commands.execute('notebook:run-all-cells'));

    const done = path.join(root, 'epochs.json');
    const seconds = 120 + ((WARM_UP + epochs) * (APART + 200)) / 1000;
    await until('the end of the training', () => fs.existsSync(done), { seconds, every: 200 });
    const ends = JSON.parse(fs.readFileSync(done, 'utf8'));
    await checkArrival(root, ends);
    const seen = await lastSeen(page, ends);
    const latencies = Object.fromEntries(
      Object.entries(seen).map(([place, arrivals]) => [place, latenciesOf(ends, arrivals)])
    );
    const slower = ['card', 'panel'].sort(
      (a, b) => quantile(latencies[b], 0.95) - quantile(latencies[a], 0.95)
    )[0];
    report(
      result({
        name,
        measure: `p95 from the end of an epoch to its number on the screen, in the ${slower}`,
        value: quantile(latencies[slower], 0.95),
        unit: 'ms',
        bound: { of: 'value', most: 250 },
        peer: 'a line that the cell prints, in its output',
        peerValue: quantile(latencies.print, 0.95),
        repetitions: epochs,
        card: rounded(quantile(latencies.card, 0.95)),
        panel: rounded(quantile(latencies.panel, 0.95)),
        cardMedian: rounded(median(latencies.card)),
        panelMedian: rounded(median(latencies.panel)),
        peerMedian: rounded(median(latencies.print))
      })
    );
  });
}

const PREPARE = `
import * as fs from 'fs';
import * as tf from '@tensorflow/tfjs';
await tf.ready();
const x = tf.randomNormal([64, 4]);
const y = x.sum(1, true);
const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));
`;

function cell(epochs) {
  return `
const model = tf.sequential({ layers: [tf.layers.dense({ inputShape: [4], units: 1 })] });
model.compile({ optimizer: tf.train.sgd(0.01), loss: 'meanSquaredError' });
const ends: { time: number, loss: number }[] = [];
let time = 0;
await model.fit(x, y, {
  epochs: ${epochs},
  batchSize: 64,
  verbose: 0,
  callbacks: {
    onBatchEnd: () => { time = Date.now(); },
    onEpochEnd: async (epoch, logs) => {
      ends.push({ time, loss: logs!.loss });
      console.log('loss ' + logs!.loss);
      await pause(${APART});
    }
  }
});
fs.writeFileSync('epochs.unfinished', JSON.stringify(ends));
fs.renameSync('epochs.unfinished', 'epochs.json');
`;
}

/** In the page: notes when which number was drawn where, in `window.seen[place][number]`. */
function watch() {
  const titles = selector =>
    [...document.querySelectorAll(selector)].map(element => element.getAttribute('title') ?? '');
  const number = /-?\d+(\.\d+)?(e[+-]?\d+)?/;
  const look = {
    card: () => titles('.jp-RenderedRunCard .jp-AutologValue'),
    panel: () => titles('.jp-AutologPanel .jp-AutologRun-figure[title^="loss "]'),
    print: () =>
      [...document.querySelectorAll('.jp-OutputArea-output pre')].map(
        element => element.textContent.trimEnd().split('\n').at(-1) ?? ''
      )
  };
  window.seen = { card: {}, panel: {}, print: {} };
  const note = () => {
    for (const [place, read] of Object.entries(look)) {
      for (const text of read()) {
        const [value] = number.exec(text) ?? [];
        if (value !== undefined && window.seen[place][value] === undefined) {
          // Its frame is drawn when what follows that frame runs.
          window.seen[place][value] = 0;
          requestAnimationFrame(() => {
            setTimeout(() => (window.seen[place][value] = Date.now()));
          });
        }
      }
    }
  };
  new MutationObserver(note).observe(document.body, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
    attributeFilter: ['title']
  });
}

/** What the page has seen, once the last number is in all places. */
async function lastSeen(page, ends) {
  const last = String(ends.at(-1).loss);
  await page.waitForFunction(
    value => Object.values(window.seen).every(place => place[value] > 0),
    last,
    { timeout: 30_000 }
  );
  return page.evaluate(() => window.seen);
}

/** For each epoch after the warm-up, until its number or a later one was there. */
function latenciesOf(ends, arrivals) {
  let next = Infinity;
  const shown = ends
    .map(({ loss }) => arrivals[String(loss)] ?? Infinity)
    .reverse()
    .map(arrival => (next = Math.min(next, arrival)))
    .reverse();
  return ends.map(({ time }, epoch) => shown[epoch] - time).slice(WARM_UP);
}

async function checkArrival(root, ends) {
  if (new Set(ends.map(({ loss }) => loss)).size !== ends.length) {
    throw new Error('Two epochs have the same loss, so that their numbers can not be told apart.');
  }
  await until(
    'the training in MLflow',
    async () => (await count(root, 'live')).runs[0]?.metrics.loss === ends.length,
    { seconds: 60, every: 1000 }
  );
}
