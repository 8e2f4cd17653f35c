import type { ExtensionSummary } from '@symphony-ts/contract';
import { findExtension, listExtensions } from './extension-list.js';

const summary = (prefix: string): ExtensionSummary => ({
  prefix,
  name: prefix,
  version: '1.0.0',
  description: 'd'.repeat(100),
  status: 'ok',
  instances: [],
  registered: '2026-01-01T00:00:00.000Z',
  endpoints: [],
  methods: {},
});
const known = ['a', 'a-1', 'b', 'b-', 'b-0', 'b0', 'b_', 'ba', 'bz', 'c'].map(summary);

/** A platform whose messages hold `perPage` extensions each. */
function platform(perPage: number) {
  const asked: unknown[] = [];
  const ask = async (_subject: string, body: unknown): Promise<unknown> => {
    asked.push(body);
    const { after = '', count = perPage } = (body ?? {}) as { after?: string; count?: number };
    return known.filter(({ prefix }) => prefix > after).slice(0, Math.min(count, perPage));
  };
  return { asked, ask };
}

describe('listExtensions', () => {
  it.each([1, 3, 10, 100])('finds all of them in pages of %i', async (perPage) => {
    expect(await listExtensions(platform(perPage).ask, 400)).toEqual(known);
  });
  it('asks once where a page is far from full', async () => {
    const { ask, asked } = platform(100);
    await listExtensions(ask, 1_000_000);
    expect(asked).toEqual([undefined]);
  });
  it('ends with a platform that gives the same page again', async () => {
    expect(await listExtensions(async () => known, 400)).toEqual(known);
  });
});

describe('findExtension', () => {
  it.each(known.map(({ prefix }) => prefix))('finds %s with one summary', async (prefix) => {
    const { ask, asked } = platform(100);
    expect((await findExtension(ask, prefix))?.prefix).toBe(prefix);
    expect(asked).toEqual([{ after: expect.any(String), count: 1 }]);
  });
  it('finds nothing where there is none', async () => {
    expect(await findExtension(platform(100).ask, 'bb')).toBeUndefined();
  });
});
