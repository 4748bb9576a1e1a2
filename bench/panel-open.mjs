/**
 * panel-open: from the click on the runs panel's tab to its rows on the screen, in milliseconds, in
 * a real JupyterLab whose notebook has 1,000 runs (8 params and 10 metrics each). Each time in a new
 * page, so that loading the panel's code is in it; `allRows` is when all 1,000 are there.
 *
 * Peer: one bare runs/search of the first 100 from the same page, through the same proxy.
 */
import { layBigStore } from './fixtures/big-store.mjs';
import { openBrowser, openNotebook, panelTab } from './fixtures/browser.mjs';
import { median, quantile, repetitions, result, rounded } from './fixtures/figures.mjs';
import { Lab } from './fixtures/lab.mjs';
import { writeNotebook } from './fixtures/notebook.mjs';
import { LABEXTENSION, needBuilt } from './fixtures/places.mjs';
import { scoped } from './fixtures/scope.mjs';

export const name = 'panel-open';

const RUNS = 1000;

export function run({ report }) {
  needBuilt(LABEXTENSION);
  return scoped(async ({ defer, folder }) => {
    const root = folder('root');
    await layBigStore({ root, name: 'bench', runs: RUNS });
    writeNotebook(root, 'bench.ipynb', ['']);
    const lab = Lab.start({ folder: folder('lab'), root });
    defer(() => lab.stop());
    await lab.listens();
    await lab.answers('autolog/mlflow/health');
    const experiment = await experimentId(lab);
    const count = repetitions(5);
    const opened = [];
    const peers = [];
    for (let index = 0; index < count; index++) {
      const { page, close } = await openBrowser();
      try {
        await openNotebook(page, lab, 'bench.ipynb', `bench-${index}`);
        opened.push(await openPanel(page));
        peers.push(await page.evaluate(searchRuns, { url: lab.url(SEARCH), experiment }));
      } finally {
        await close();
      }
    }
    report(
      result({
        name,
        measure: 'median time from the click to the rows of the runs panel at 1,000 runs',
        value: median(opened.map(({ rows }) => rows)),
        unit: 'ms',
        peer: 'a bare runs/search of the first 100',
        peerValue: median(peers),
        repetitions: count,
        slowest: rounded(
          quantile(
            opened.map(({ rows }) => rows),
            1
          )
        ),
        allRows: rounded(median(opened.map(({ all }) => all)))
      })
    );
  });
}

const SEARCH = 'autolog/mlflow/api/2.0/mlflow/runs/search';

async function experimentId(lab) {
  const route = 'autolog/mlflow/api/2.0/mlflow/experiments/get-by-name?experiment_name=bench';
  return (await (await lab.fetch(route)).json()).experiment.experiment_id;
}

/** Milliseconds from the press on the tab to the first rows, and to all of them. */
async function openPanel(page) {
  if ((await page.locator('.jp-AutologRun').count()) > 0) {
    throw new Error('The panel shows rows before it was opened.');
  }
  await page.evaluate(watchRows, RUNS);
  await panelTab(page).click();
  await page.waitForFunction(() => window.opened.all > 0 && window.opened.rows > 0);
  const { pressed, rows, all } = await page.evaluate(() => window.opened);
  return { rows: rows - pressed, all: all - pressed };
}

/** In the page: notes in `window.opened` when the tab was pressed and when rows were drawn. */
function watchRows(total) {
  window.opened = {};
  const { opened } = window;
  const press = () => (opened.pressed ??= performance.now());
  document.addEventListener('pointerdown', press, { capture: true, once: true });
  const note = what => {
    if (opened[what] === undefined) {
      opened[what] = 0;
      // Its frame is drawn when what follows that frame runs.
      requestAnimationFrame(() => setTimeout(() => (opened[what] = performance.now())));
    }
  };
  const look = () => {
    const row = document.querySelector('.jp-AutologPanel .jp-AutologRun');
    if (row !== null) {
      note('rows');
      if (Number(row.getAttribute('aria-setsize')) === total) {
        note('all');
      }
    }
  };
  new MutationObserver(look).observe(document.body, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ['aria-setsize']
  });
}

/** In the page: how long the search takes. */
async function searchRuns({ url, experiment }) {
  const xsrf = /_xsrf=([^;]+)/.exec(document.cookie)?.[1] ?? '';
  const body = {
    experiment_ids: [experiment],
    order_by: ['attributes.start_time DESC'],
    max_results: 100
  };
  const began = performance.now();
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-XSRFToken': xsrf },
    body: JSON.stringify(body)
  });
  const { runs } = await response.json();
  const time = performance.now() - began;
  if (runs?.length !== 100) {
    throw new Error(`runs/search did not answer with 100 runs: ${response.status}`);
  }
  return time;
}
