import { nullTranslator } from '@jupyterlab/translation';
import { readQuery } from '../../src/lab/runs-panel/run-query.js';

const trans = nullTranslator.load('test');
const known = { metrics: new Set(['loss', 'val loss', 'both']), params: new Set(['lr', 'both']) };
const read = (text: string): ReturnType<typeof readQuery> => readQuery(text, known, trans);

describe('reading a search', () => {
  it('takes an empty text for all runs', () => {
    expect(read('  ')).toEqual({ kind: 'all' });
  });

  it('takes words for a part of the name', () => {
    expect(read(' otter ')).toEqual({
      kind: 'name',
      text: 'otter',
      filter: "attributes.run_name ILIKE '%otter%'"
    });
  });

  it('quotes a name with an apostrophe in the other way', () => {
    expect(read("ada's")).toMatchObject({ filter: 'attributes.run_name ILIKE "%ada\'s%"' });
  });

  it.each([
    ['loss < 0.1', 'metrics.loss < 0.1'],
    ['loss<0.1', 'metrics.loss < 0.1'],
    ['lr = 0.01', 'params.lr = "0.01"'],
    ['lr LIKE "0%"', 'params.lr LIKE "0%"'],
    ['`val loss` >= 2', 'metrics.`val loss` >= 2'],
    ['loss < 0.1 and lr != "1"', 'metrics.loss < 0.1 AND params.lr != "1"'],
    ["params.x = 'a and b' AND loss > 1", "params.x = 'a and b' AND metrics.loss > 1"],
    ["status = 'FAILED'", "status = 'FAILED'"],
    ['metrics.loss < 0.1 and params.lr = "0.01"', 'metrics.loss < 0.1 AND params.lr = "0.01"'],
    ['tags.`a b` IS NULL', 'tags.`a b` IS NULL'],
    ["attributes.run_id IN ('a', 'b')", "attributes.run_id IN ('a', 'b')"]
  ])('reads %s as %s', (text, filter) => {
    expect(read(text)).toEqual({ kind: 'filter', filter });
  });

  it.each([
    ['both > 1', /both a metric and a param/],
    ['nothing > 1', /No metric or param of these runs is called nothing/],
    ['loss <', /lacks a value/],
    ['< 3', /no comparison/],
    ['loss < 1 and', /no comparison/]
  ])('says what is wrong with %s', (text, message) => {
    const query = read(text);
    expect(query.kind).toBe('fault');
    expect(query.kind === 'fault' ? query.message : '').toMatch(message);
  });
});
