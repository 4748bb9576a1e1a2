import { nullTranslator } from '@jupyterlab/translation';
import { RunListing } from '../../src/lab/runs-panel/run-listing.js';
import { storedRun } from './fakes/runs.js';
import { settle } from './fakes/settle.js';
import { FakeTracker } from './fakes/tracker.js';

describe('RunListing', () => {
  let tracker: FakeTracker;
  let listing: RunListing;
  let isWanted: boolean;

  const names = (): string[] => listing.rows.map(({ name }) => name);

  beforeEach(async () => {
    tracker = new FakeTracker();
    tracker.runList = [
      storedRun('otter', { startTime: 3, metrics: { loss: 0.2 }, params: { lr: '1' } }),
      storedRun('finch', { startTime: 2, metrics: { loss: NaN } }),
      storedRun('heron', { startTime: 1, metrics: { loss: 0.1 } }),
      storedRun('lynx', { startTime: 0 })
    ];
    isWanted = true;
    listing = new RunListing(tracker, () => isWanted, nullTranslator.load('test'));
    listing.experimentId = '1';
    await listing.load();
    await settle();
  });

  it('loads the first page at once and all others in the background', async () => {
    tracker.runList = Array.from({ length: 1234 }, (_, index) =>
      storedRun(`run-${index}`, { startTime: index })
    );
    await listing.load();
    expect(listing.rows).toHaveLength(100);
    expect(listing.isComplete).toBe(false);
    await settle();
    expect(listing.rows).toHaveLength(1234);
    expect(listing.isComplete).toBe(true);
  });

  it('loads no further pages while nobody looks on', async () => {
    tracker.runList = Array.from({ length: 300 }, (_, index) => storedRun(`run-${index}`));
    isWanted = false;
    await listing.load();
    await settle();
    expect(listing.rows).toHaveLength(100);
    isWanted = true;
    await listing.update();
    await settle();
    expect(listing.rows).toHaveLength(300);
  });

  it('sorts by a metric without asking, runs without it and NaN last', async () => {
    const asked = tracker.searches.length;
    await listing.sort({ by: 'metric', key: 'loss', ascending: true });
    expect(names()).toEqual(['heron', 'otter', 'finch', 'lynx']);
    await listing.sort({ by: 'metric', key: 'loss', ascending: false });
    expect(names()).toEqual(['otter', 'heron', 'finch', 'lynx']);
    expect(tracker.searches).toHaveLength(asked);
  });

  it('lets the server sort what is not all here', async () => {
    tracker.runList = Array.from({ length: 300 }, (_, index) => storedRun(`run-${index}`));
    isWanted = false;
    await listing.load();
    await listing.sort({ by: 'metric', key: 'val loss', ascending: true });
    expect(tracker.searches.at(-1)?.orderBy?.[0]).toBe('metrics.`val loss` ASC');
  });

  it('finds a part of a name without asking', async () => {
    const asked = tracker.searches.length;
    await listing.search('FIN');
    expect(names()).toEqual(['finch']);
    await listing.search('');
    expect(names()).toHaveLength(4);
    expect(tracker.searches).toHaveLength(asked);
  });

  it('hands a filter to the server with the name made whole', async () => {
    await listing.search('loss < 0.5 and lr = 1');
    expect(tracker.searches.at(-1)?.filter).toBe('metrics.loss < 0.5 AND params.lr = "1"');
    expect(listing.isFiltered).toBe(true);
  });

  it('keeps the rows and says what is wrong with a search', async () => {
    await listing.search('nothing < 1');
    expect(listing.queryFault).toMatch(/No metric or param/);
    expect(names()).toHaveLength(4);
  });

  it('keeps the rows and gives the words of a server that refuses a filter', async () => {
    tracker.refused.add('metrics.loss LIKE "x"');
    await listing.search('metrics.loss LIKE "x"');
    expect(listing.queryFault).toBe('Found no sense in it');
    expect(names()).toHaveLength(4);
    expect(listing.isFiltered).toBe(false);
    await listing.search('');
    expect(listing.queryFault).toBeNull();
  });

  it('drops the answer to a question that is no longer the last one', async () => {
    const slow = listing.search("attributes.run_name ILIKE '%finch%' and status = 'X'");
    const quick = listing.search("attributes.run_name ILIKE '%heron%' and status = 'X'");
    await Promise.all([slow, quick]);
    expect(names()).toEqual(['heron']);
  });
});
