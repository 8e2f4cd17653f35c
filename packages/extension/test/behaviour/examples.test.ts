import { type LiveExtension, TestPlatform } from '@symphony-ts/testing';
import { Catalog } from '../../../../examples/catalog/src/catalog.js';
import { Clock } from '../../../../examples/clock/src/clock.js';
import { Seconds } from '../../../../examples/clock/src/seconds.js';
import { DemoWidgets } from '../../../../examples/demo-widgets/src/demo-widgets.js';
import { Gauge } from '../../../../examples/demo-widgets/src/gauge.js';
import { Harbour } from '../../../../examples/harbour/src/harbour.js';
import { Depth, Tides } from '../../../../examples/harbour/src/tides.js';
import { Hello as Hello0 } from '../../../../examples/hello0/src/hello.js';
import { Hello as Hello1 } from '../../../../examples/hello1/src/hello.js';
import { Guests as Hello2 } from '../../../../examples/hello2/src/guests.js';
import { Guests as Hello3 } from '../../../../examples/hello3/src/guests.js';
import { Party } from '../../../../examples/hello4/src/party.js';
import { boardPage } from '../../../../examples/markdown-content/src/board-page.js';
import { Notices } from '../../../../examples/markdown-content/src/notices.js';
import { Station } from '../../../../examples/weather/src/station.js';
import { Weather } from '../../../../examples/weather/src/weather.js';
import { eventually } from '../../../../test/support/eventually.js';

describe('the examples on a platform', () => {
  let platform: TestPlatform;
  beforeAll(async () => {
    platform = await TestPlatform.start();
  });
  afterAll(() => platform.stop());

  it('[example.hello] greet, remember, speak HTTP and share the work', async () => {
    expect(await (await platform.create(Hello0)).request('greet')).toEqual({ message: 'Hello, World!' });
    expect(await (await platform.create(Hello1)).send('greet', { name: 'Ada' })).toEqual({ message: 'Hello, Ada!' });
    expect(await (await platform.create(Hello2)).request('greet', { name: 'Ada' })).toMatchObject({ visits: 1 });
    const hello3 = await platform.create(Hello3);
    expect(await hello3.rest('POST', '/guests', { body: { name: 'Ada' } })).toMatchObject({ status: 201 });
    const cooks = [await platform.create(Party), await platform.create(Party)];
    for (let index = 0; index < 30; index += 1) await cooks[0]?.send('order', { guest: `g${index}`, dish: 'pie' });
    const cooked = async (): Promise<number[]> =>
      Promise.all(
        cooks.map(async (cook) => Number(Reflect.get(Object(await cook.requestInstance('kitchen')), 'cooked'))),
      );
    await eventually(async () => (await cooked()).reduce((sum, count) => sum + count, 0) === 30);
    expect(Math.min(...(await cooked()))).toBeGreaterThan(0);
  });

  it('[example.catalog] keep a catalog', async () => {
    const catalog = await platform.create(Catalog);
    const { id } = await catalog.request('add', { name: 'Widget' });
    expect(await catalog.request('list')).toEqual([{ id, name: 'Widget' }]);
    const { buckets, features } = catalog.manifest;
    expect(buckets.map(({ name }) => name)).toEqual(['catalog_items']);
    expect(features).toMatchObject({
      menus: [{ item: 'Catalog', route: '/catalog' }],
      widgets: [{ title: 'Catalog' }],
    });
    expect(Object.keys(features.routes)).toEqual(['/catalog', '/help/extensions/Catalog']);
  });

  it('[example.weather] keep the weather, for all instances', async () => {
    const first = await platform.create(Weather, { providers: [Station] });
    const second = await platform.create(Weather, { providers: [Station] });
    const report = await first.request('now', { place: 'oslo' });
    const answers = await Promise.all(Array.from({ length: 20 }, () => second.rest('GET', '/places/oslo')));
    for (const answer of answers) expect(answer).toMatchObject({ status: 200, body: report });
  });

  it('[example.clock] tick in one instance, and go on in the other when that one stops', async () => {
    const clocks = [
      await platform.create(Clock, { providers: [Seconds] }),
      await platform.create(Clock, { providers: [Seconds] }),
    ];
    const ticked = async (): Promise<number[]> =>
      Promise.all(
        clocks.map(async (clock) => Number(Reflect.get(Object(await clock.requestInstance('ticks')), 'ticked'))),
      );
    await eventually(() => clocks.every(({ context }) => context.partitioner.activeInstances().length === 2));
    const before = await ticked();
    await eventually(async () => (await ticked()).some((count, index) => count > (before[index] ?? 0) + 1));
    const gained = (await ticked()).map((count, index) => count - (before[index] ?? 0));
    expect(Math.min(...gained)).toBe(0);

    const [ticking] = clocks.splice(gained.indexOf(Math.max(...gained)), 1);
    await ticking?.stop();
    const [resting = 0] = await ticked();
    await eventually(async () => Math.max(...(await ticked())) > resting);
  });

  it('[example.markdown-content] show notices on every instance, and after a start', async () => {
    const lunch = { name: 'lunch', title: 'Lunch', text: 'At **noon**.' };
    const boards = [await platform.create(Notices), await platform.create(Notices)];
    const shows = (extension: LiveExtension<Notices>): boolean =>
      extension.manifest.features.resources.some(({ text }) => text === boardPage([lunch]));
    await boards[0]?.request('pin', lunch);
    await eventually(() => boards.every(shows));
    expect(shows(await platform.create(Notices))).toBe(true);
  });

  it('[example.demo-widgets] offer six widgets, and answer those that ask', async () => {
    const demo = await platform.create(DemoWidgets, { providers: [Gauge] });
    expect(platform.platform.registry.manifest('widgets')?.features.widgets).toHaveLength(6);
    expect(await demo.request('read')).toMatchObject({ megabytes: expect.any(Number) });
    expect(await demo.rest('GET', '/pages/table')).toMatchObject({
      status: 200,
      contentType: expect.stringContaining('text/html'),
      body: expect.stringMatching(/^<table>.* MB/),
    });
  });

  it('[example.harbour] run everything at once', async () => {
    const harbour = await platform.create(Harbour, {
      providers: [{ provide: Depth, useValue: 12 }, Tides],
    });
    expect(await harbour.send('moor', { name: 'Argo', tons: 50 })).toEqual({ name: 'Argo' });
    await eventually(() => harbour.published.length === 1);
    expect(await harbour.rest('GET', '/ships')).toMatchObject({
      body: { depth: 12, ships: [{ name: 'Argo', tons: 50 }] },
    });
    await platform.create(Weather, { providers: [Station] });
    expect(await harbour.send('weather')).toMatchObject({ report: { place: 'harbour' } });
    expect(await harbour.command('open-board', { name: 'crew' })).toEqual({ board: 'crew', replicas: 1 });
    await harbour.send('pin-crew', 'cook wanted');
    expect((await (await harbour.bucket('harbour_board_crew')).get('pinned'))?.value).toBe('cook wanted');
    expect(await harbour.requestInstance('watch')).toMatchObject({ by: harbour.instanceId });
    await harbour.emit('extensions.lighthouse.signal', { from: 'the cape' });
    await eventually(() => harbour.manifest.features.resources.some(({ text }) => text === '# Signal from the cape'));
  });
});
