import { type LostChain, LostWrites, type StoredPart } from './lost-writes.js';
import { newRequest, type PendingWrite } from './pending-write.js';

const write = (key: string, state: PendingWrite['state'] = 'lost'): PendingWrite => ({
  ...newRequest(key, new Uint8Array(0), 0),
  state,
});

/** Lost writes, whose examination the test decides, and the reported results. */
function examined(answer: (chain: LostChain) => StoredPart | Error) {
  const told: string[] = [];
  const tell = (what: string, entries: readonly PendingWrite[]): void => {
    for (const { key } of entries) told.push(`${what} ${key}`);
  };
  const chains: LostChain[] = [];
  const lostWrites = new LostWrites({
    examine: async (chain) => {
      chains.push(chain);
      const part = answer(chain);
      if (part instanceof Error) throw part;
      return part;
    },
    mayPass: ({ message }) => message === 'passes',
    done: (entries) => tell('done', entries),
    publish: ({ key }, upon) => told.push(`sent ${key} upon ${upon}`),
    lost: (entries) => tell('lost', entries),
    fail: (entry, { message }) => tell(message, [entry]),
  });
  return { lostWrites, told, chains };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('LostWrites', () => {
  it('sends lost writes again: the first after the last revision, the others after it', async () => {
    const { lostWrites, told, chains } = examined(() => ({ count: 1, last: 7 }));
    const writes = [write('a'), write('a'), write('a')];
    lostWrites.add(writes, writes, (entry) => (entry === writes[1] ? 3 : 5));
    await settled();
    expect(told).toEqual(['done a', 'sent a upon 7', 'sent a upon undefined']);
    expect(chains).toMatchObject([{ key: 'a', after: 3 }]);
  });

  it('counts other writes of the key that are pending or done, and ignores failed ones', async () => {
    const { lostWrites, told, chains } = examined(() => ({ count: 1, last: 7 }));
    const [done, failed, lost] = [write('a', 'done'), write('a', 'failed'), write('a')];
    lostWrites.add([lost], [done, failed, write('b', 'shared'), lost], () => undefined);
    await settled();
    expect(chains).toEqual([{ key: 'a', after: undefined, writes: [done, lost] }]);
    expect(told).toEqual(['sent a upon 7']);
  });

  it.each([
    ['passes', 'lost a'],
    ['stays', 'stays a'],
  ])('reports a write as lost or failed if the bucket cannot be read: an error that %s', async (message, expected) => {
    const { lostWrites, told } = examined(() => new Error(message));
    const lost = write('a');
    lostWrites.add([lost], [lost], () => 1);
    await settled();
    expect(told).toEqual([expected]);
    expect(lostWrites.has(lost)).toBe(false);
  });

  it('ignores writes that were settled in the meantime, and all writes after it is closed', async () => {
    const { lostWrites, told } = examined(() => ({ count: 0, last: 7 }));
    const [late, open] = [write('a'), write('b')];
    lostWrites.add([late, open], [late, open], () => 1);
    expect(lostWrites.has(late)).toBe(true);
    late.state = 'failed';
    await settled();
    expect(told).toEqual(['sent b upon 7']);
    lostWrites.add([open], [open], () => 1);
    lostWrites.close();
    await settled();
    expect(told).toHaveLength(1);
  });

  it('examines every key, however many', async () => {
    const { lostWrites, told } = examined(() => ({ count: 0, last: 0 }));
    const lost = Array.from({ length: 1_000 }, (_, i) => write(`k${i}`));
    lostWrites.add(lost, lost, () => 1);
    await settled();
    expect(new Set(told).size).toBe(1_000);
  });
});
