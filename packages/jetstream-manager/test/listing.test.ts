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

describe('listing 2,000 streams', () => {
  it('gives each of them once, over all pages of the server', async () => {
    const { streams } = await fixture.manager.streams.list();
    expect(new Set(streams.map(({ name }) => name)).size).toBe(count);
    expect(streams).toHaveLength(count);
  });
});
