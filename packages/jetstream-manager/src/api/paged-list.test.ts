import { isNameEntry, readPages } from './paged-list.js';

/**
 * Answers like clusters on 2.9.10 and 2.15.1: a page is a range of all assets. An asset without a leader takes a place
 * on its page, but has no entry.
 */
function listing(all: readonly string[], missing: readonly string[], limit: number) {
  const offsets: number[] = [];
  const request = (_subject: string, body: string): Promise<string> => {
    const { offset } = JSON.parse(body) as { offset: number };
    offsets.push(offset);
    const page = all.slice(offset, offset + limit);
    const reply = {
      total: all.length,
      offset,
      limit,
      streams: page.filter((name) => !missing.includes(name)),
      missing: page.filter((name) => missing.includes(name)),
    };
    return Promise.resolve(JSON.stringify(reply));
  };
  return {
    offsets,
    list: () => readPages(request, { subject: 'STREAM.LIST', field: 'streams', isEntry: isNameEntry }),
  };
}

describe('readPages', () => {
  it('throws the error of a reply, wherever in it the error stands', async () => {
    const error = { code: 503, err_code: 10008, description: 'JetStream system temporarily unavailable' };
    const text = JSON.stringify({ total: 1, streams: [], note: ' '.repeat(5_000), error });
    const listed = readPages(() => Promise.resolve(text), { subject: 'S', field: 'streams', isEntry: isNameEntry });
    await expect(listed).rejects.toMatchObject({
      message: expect.stringContaining('temporarily unavailable') as string,
    });
  });

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
    expect(await server.list()).toEqual({
      items: all.filter((name) => !missing.includes(name)),
      missing,
      offline: {},
      unreadable: new Map(),
    });
    expect(server.offsets).toEqual(offsets);
  });

  it.each([
    [
      'a sequence beyond 2^53',
      '{"config":{"name":"ODD"},"state":{"first_seq":9007199254740993}}',
      'ODD',
      'UNSAFE_INTEGER',
    ],
    ['no configuration', '{"name":"ODD"}', 'ODD', 'INVALID_REPLY'],
    ['nothing', 'null', 'entry 1', 'INVALID_REPLY'],
    ['a number instead of an entry', '7', 'entry 1', 'INVALID_REPLY'],
  ])('lets an entry with %s hide no other', async (_, odd, name, code) => {
    const text = `{"total":2,"limit":256,"streams":[${odd},{"config":{"name":"GOOD"},"state":{"max_age":31536000000000000}}]}`;
    const isEntry = (entry: unknown): entry is { config: object } =>
      typeof entry === 'object' && entry !== null && 'config' in entry;
    const list = await readPages(() => Promise.resolve(text), { subject: 'STREAM.LIST', field: 'streams', isEntry });
    expect(list.items).toEqual([{ config: { name: 'GOOD' }, state: { max_age: 31536000000000000 } }]);
    expect([...list.unreadable].map(([key, error]) => [key, error.code])).toEqual([[name, code]]);
  });

  it('reads none where there is none', async () => {
    expect((await listing([], [], 256).list()).items).toEqual([]);
  });
});
