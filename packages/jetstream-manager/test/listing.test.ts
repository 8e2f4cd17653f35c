import { type Fixture, startFixture } from './support/fixture.js';

const count = 2000;
let fixture: Fixture;

beforeAll(async () => {
  fixture = await startFixture();
  const create = (index: number) => {
    const config = {
      name: `S${index}`,
      subjects: [`s${index}.>`],
      storage: 'memory',
      retention: 'limits',
      num_replicas: 1,
    };
    return fixture.nc.request(`$JS.API.STREAM.CREATE.S${index}`, JSON.stringify(config), { timeout: 60_000 });
  };
  for (let first = 0; first < count; first += 50)
    await Promise.all(Array.from({ length: 50 }, (_, i) => create(first + i)));
}, 120_000);
afterAll(() => fixture.stop());

/** What a client without this package would do. */
async function listBare(): Promise<number> {
  let listed = 0;
  for (;;) {
    const reply = await fixture.nc.request('$JS.API.STREAM.LIST', JSON.stringify({ offset: listed }), {
      timeout: 60_000,
    });
    const page = JSON.parse(reply.string()) as { readonly total: number; readonly streams: readonly unknown[] };
    listed += page.streams.length;
    if (listed >= page.total) return listed;
  }
}

async function milliseconds(list: () => Promise<number>): Promise<number> {
  const start = performance.now();
  expect(await list()).toBe(count);
  return performance.now() - start;
}

describe('listing 2,000 streams', () => {
  it('takes at most 1.2 times as long as the bare requests', async () => {
    const list = async () => (await fixture.manager.streams.list()).streams.length;
    let bare = Number.POSITIVE_INFINITY;
    let ours = Number.POSITIVE_INFINITY;
    // The best of each: what else the machine does makes single runs slower, never faster.
    for (let round = 0; round < 40 && !(round >= 10 && ours <= 1.2 * bare); round += 1) {
      bare = Math.min(bare, await milliseconds(listBare));
      ours = Math.min(ours, await milliseconds(list));
    }
    expect(ours / bare).toBeLessThanOrEqual(1.2);
  }, 120_000);
});
