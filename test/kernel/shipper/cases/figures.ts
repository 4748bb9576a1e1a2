import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import type { FigureRecord } from '../../../../src/kernel/journal/records.js';
import type { MlflowServer } from '../../../tracking/mlflow-server.js';
import { makeHome, removeHome, ShipperUnderTest, startJournal } from '../kernel-stand-in.js';
import { readRuns } from '../read-runs.js';

const LITE = {
  data: { values: [{ a: 'one', b: 28 }] },
  mark: 'bar',
  encoding: { x: { field: 'a' }, y: { field: 'b', type: 'quantitative' } }
};

/** `get` gives the server, once it runs. They need a build. */
export function figureCases(get: () => MlflowServer): void {
  describe('figures that are drawn on their way to the server', () => {
    const home = makeHome();
    let server: MlflowServer;

    before(async () => {
      server = get();
    });
    after(async () => {
      removeHome(home);
    });

    it('arrive as pictures and pages; what can not be drawn is kept with the reason, and the rest goes on', async () => {
      const journal = startJournal({ home, target: { kind: 'uri', uri: server.url } });
      const run = 'with-figures';
      const experiment = 'life/figures';
      const fields = { name: run, time: 1000, tags: {}, executionCount: null };
      journal.append({ type: 'run', run, experiment, ...fields });
      const figure = (path: string, kind: FigureRecord['kind'], spec: FigureRecord['spec']) => {
        journal.append({ type: 'figure', run, path, kind, spec });
      };
      figure('plots/a.svg', 'vega-lite', LITE);
      figure('plots/a.html', 'vega-lite', LITE);
      figure('far.svg', 'vega-lite', { ...LITE, data: { url: `${server.url}/health` } });
      figure('p.html', 'plotly', { data: [{ y: [1, 2], name: '</script>' }] });
      journal.append({ type: 'text', run, path: 'last.txt', text: 'after all' });
      journal.append({ type: 'end', run, status: 'FINISHED', time: 2000, reason: null });
      const shipper = ShipperUnderTest.built(journal);
      await shipper.delivered(journal);
      const refused = await shipper.message('refused');
      assert.equal(refused.refused, 1);
      assert.equal(await shipper.kernelEnds(), 0);

      const [read] = (await readRuns(server.url, experiment)).runs;
      assert.equal(read?.status, 'FINISHED');
      assert.match((await read.text('plots/a.svg')) ?? '', /^<svg .*<\/svg>$/s);
      assert.match((await read.text('plots/a.html')) ?? '', /<img [^>]*src="data:image\/svg\+xml/);
      assert.match((await read.text('p.html')) ?? '', /\\u003c\/script>/);
      assert.equal(await read.text('last.txt'), 'after all');
      assert.equal(await read.text('far.svg'), null);
      const lines = readFileSync(journal.folder.rejects, 'utf8').trimEnd().split('\n');
      assert.equal(lines.length, 1);
      const { reason, record } = JSON.parse(lines[0]!) as { reason: string; record: FigureRecord };
      assert.match(reason, /can't be drawn: it refers to "http.*\/health"/);
      assert.equal(record.path, 'far.svg');
      assert.deepEqual(record.spec['data'], { url: `${server.url}/health` });
    });
  });
}
