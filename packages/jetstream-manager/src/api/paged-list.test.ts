import { readPages } from './paged-list.js';

/**
 * Answers as clusters on 2.9.10 and 2.15.1 were seen to: a page is a piece of all assets, and those without a leader have
 * their place in it, but no entry.
 */
function listing(all: readonly string[], missing: readonly string[], limit: number) {
  const offsets: number[] = [];
  const request = <T extends object>(_subject: string, body?: object): Promise<T> => {
    const { offset } = { offset: 0, ...body };
    offsets.push(offset);
    const page = all.slice(offset, offset + limit);
    const reply = {
      total: all.length,
      offset,
      limit,
      streams: page.filter((name) => !missing.includes(name)),
      missing: page.filter((name) => missing.includes(name)),
    };
    return Promise.resolve(JSON.parse(JSON.stringify(reply)));
  };
  return { offsets, list: () => readPages<string>(request, { subject: 'STREAM.LIST', field: 'streams' }) };
}

describe('readPages', () => {
  const all = ['A', 'B', 'C', 'D', 'E'];

  it.each([
    ['one page', 256, [], [0]],
    ['several pages', 2, [], [0, 2, 4]],
    ['pages that are full to the last', 5, [], [0]],
    ['a missing asset', 256, ['A'], [0]],
    ['missing assets in several pages', 2, ['A', 'B', 'E'], [0, 2, 4]],
    ['nothing but missing assets', 256, all, [0]],
  ])('reads each asset once from %s', async (_, limit, missing, offsets) => {
    const server = listing(all, missing, limit);
    expect(await server.list()).toEqual({ items: all.filter((name) => !missing.includes(name)), missing, offline: {} });
    expect(server.offsets).toEqual(offsets);
  });

  it('reads none where there is none', async () => {
    expect((await listing([], [], 256).list()).items).toEqual([]);
  });
});
