import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as sdk from '@symphony-ts/extension';
import { TestExtension } from '@symphony-ts/testing';
import { Harbour } from '../src/harbour.js';
import { Tides } from '../src/tides.js';

describe('Harbour', () => {
  let harbour: TestExtension<Harbour>;
  beforeEach(async () => {
    harbour = await TestExtension.create(Harbour, {
      providers: [{ provide: Tides, useValue: { depth: 12, hoursLeft: () => 3 } }],
      services: { 'cirata.extensions.weather.now': () => 'sunny' },
    });
  });
  afterEach(() => harbour.stop());

  it('shows every decorator there is', () => {
    const folder = join(__dirname, '..', 'src');
    const source = readdirSync(folder)
      .map((file) => readFileSync(join(folder, file), 'utf8'))
      .join('\n');
    const others = ['ExtensionContext', 'Logger', 'WorkPartitioner', 'MimeType', 'EndpointError', 'RestResponse'];
    const decorators = Object.keys(sdk).filter((name) => /^[A-Z]/.test(name) && !others.includes(name));
    expect(decorators.filter((name) => !source.includes(`@${name}(`))).toEqual([]);
  });

  it('moors ships one by one and as a fleet', async () => {
    expect(await harbour.send('moor', { name: 'Argo', tons: 50 })).toEqual({ name: 'Argo' });
    expect(harbour.published).toEqual([{ subject: 'extensions.harbour.moored', payload: { name: 'Argo' } }]);
    const fleet = [
      { name: 'Beagle', tons: 240 },
      { name: 'a name with spaces', tons: 1 },
    ];
    expect(await harbour.send('fleet.moor-all', fleet)).toEqual({
      succeeded: 1,
      failed: 1,
      refused: ['a name with spaces'],
    });
    expect(await harbour.rest('GET', '/ships?below=100')).toMatchObject({
      body: { depth: 12, ships: [{ name: 'Argo', tons: 50 }] },
    });
  });

  it('counts the tons that moor, and tells where a request spends its time', async () => {
    await harbour.send('moor', { name: 'Argo', tons: 50 });
    const tons = {
      name: 'harbour.tons',
      sum: expect.objectContaining({ dataPoints: [expect.objectContaining({ asInt: '50' })] }),
    };
    expect(await harbour.send('metrics')).toMatchObject({
      resourceMetrics: [{ scopeMetrics: [{ metrics: expect.arrayContaining([expect.objectContaining(tons)]) }] }],
    });
    expect(await harbour.send('traces')).toMatchObject({
      resourceSpans: [{ scopeSpans: [{ spans: [{ name: 'berth' }, { name: 'moor' }] }] }],
    });
  });

  it('refuses a ship whose name cannot be a key', async () => {
    await expect(harbour.send('moor', { name: 'a b', tons: 1 })).rejects.toMatchObject({ remoteStatus: 400 });
  });

  it('lists its ships as HTML, too', async () => {
    const page = async () => (await harbour.rest('GET', '/pages/table')).body;
    expect(await page()).toContain('The harbour is empty.');
    await harbour.bucket('harbour_ships').put('Argo', { name: '<b>Argo</b>', tons: 5_000 });
    expect(await page()).toContain('<th scope="row">&lt;b&gt;Argo&lt;/b&gt;</th><td>5,000 t</td>');
  });

  it('asks for the weather', async () => {
    expect(await harbour.send('weather')).toEqual({ report: 'sunny', hoursToHighWater: 3 });
  });

  it('hoists flags, which are images', async () => {
    const headers = { 'content-type': 'image/png' };
    expect(await harbour.rest('PUT', '/ships/Argo/flag', { body: new Uint8Array([1, 0xff]), headers })).toMatchObject({
      status: 204,
    });
    expect(await harbour.rest('PUT', '/ships/Argo/flag', { body: 'white' })).toMatchObject({ status: 415 });
    expect((await harbour.bucket('harbour_flags').get('Argo'))?.value).toEqual(new Uint8Array([1, 0xff]));
  });

  it('reports what it unloads, until the licence is used up', async () => {
    expect(await harbour.send('unload', { name: 'Argo', tons: 50 })).toEqual({ units: 1 });
    expect(harbour.usage).toMatchObject([{ dimensions: { tons_unloaded: 50 } }]);
    await harbour.enforce({ status: 'enforcement_enforced' });
    await expect(harbour.send('unload', { name: 'Argo', tons: 1 })).rejects.toMatchObject({ remoteStatus: 402 });
  });

  it('shows the last signal', async () => {
    const status = () => harbour.manifest.features.resources.find(({ uri }) => uri === 'ui://harbour/status')?.text;
    expect(status()).toContain('# Quiet');
    await harbour.emit('extensions.lighthouse.signal', { from: 'the cape' });
    expect(status()).toBe('# Signal from the cape');
  });

  it('opens a notice board while it runs', async () => {
    expect(await harbour.command('open-board', { name: 'crew' })).toEqual({ board: 'crew', replicas: 1 });
    await harbour.send('pin-crew', 'cook wanted');
    expect((await harbour.bucket('harbour_board_crew').get('pinned'))?.value).toBe('cook wanted');
    expect(harbour.manifest.description).toBe('Ships come and go, past 1 notice boards');
  });

  it('shares its watch with the other instances', async () => {
    expect(await harbour.requestInstance('watch')).toMatchObject({ quays: ['north', 'east', 'south', 'west'] });
    harbour.setInstances(['test-2', 'test-3']);
    const { quays } = (await harbour.requestInstance('watch')) as { quays: string[] };
    expect(quays.length).toBeLessThan(4);
  });

  it('has pages, menus, a widget and help', () => {
    const { resources, routes, menus, widgets } = harbour.manifest.features;
    expect(resources).toHaveLength(7);
    expect(Object.keys(routes)).toEqual(['/harbour', '/harbour/status', '/help/extensions/Harbour']);
    expect(menus.map(({ item }) => item)).toEqual(['Harbour', 'Charts']);
    expect(widgets.map(({ title }) => title)).toEqual(['Lighthouse', 'Map']);
  });
});
