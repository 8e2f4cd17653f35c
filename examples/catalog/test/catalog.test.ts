import { TestExtension } from '@symphony-ts/testing';
import { Catalog } from '../src/catalog.js';
import { ItemIds } from '../src/item-ids.js';

describe('Catalog', () => {
  let catalog: TestExtension<Catalog>;

  beforeEach(async () => {
    let count = 0;
    const fakeIds = { next: () => `item-${(count += 1)}` };
    catalog = await TestExtension.create(Catalog, { providers: [{ provide: ItemIds, useValue: fakeIds }] });
  });

  afterEach(() => catalog.stop());

  it('adds an item under a new id and announces it', async () => {
    expect(await catalog.request('add', { name: 'Widget' })).toEqual({ status: 'created', id: 'item-1' });
    expect(await catalog.request('get', { id: 'item-1' })).toEqual({ id: 'item-1', name: 'Widget' });
    expect(catalog.published).toEqual([{ subject: 'extensions.catalog.added', payload: { id: 'item-1' } }]);
  });

  it('keeps the fields it does not know', async () => {
    await catalog.request('add', { id: 'a', name: 'Widget', colour: 'red' });
    expect(await catalog.request('list')).toEqual([{ id: 'a', name: 'Widget', colour: 'red' }]);
  });

  it('says what is wrong with an item', async () => {
    await expect(catalog.send('add', { name: '' })).rejects.toMatchObject({ remoteStatus: 400 });
  });

  it('has no item under an unknown id', async () => {
    await expect(catalog.request('get', { id: 'none' })).rejects.toMatchObject({ remoteStatus: 404 });
  });

  it('shows its page at its route, in the menu, and has help', () => {
    const { resources, routes, menus } = catalog.manifest.features;
    expect(resources.map(({ uri, mimeType }) => [uri, mimeType])).toEqual([
      ['ui://catalog/help', 'text/markdown'],
      ['ui://catalog/home', 'text/symphony-jsx'],
      ['ui://catalog/item-dialog', 'text/symphony-module'],
      ['ui://catalog/items', 'text/symphony-module'],
      ['ui://catalog/summary', 'text/symphony-jsx'],
    ]);
    expect(routes).toEqual({
      '/catalog': { uri: 'ui://catalog/home' },
      '/help/extensions/Catalog': { uri: 'ui://catalog/help' },
    });
    expect(menus).toEqual([{ group: 'main', item: 'Catalog', route: '/catalog', icon: 'fa-book' }]);
  });
});
