import { TestExtension } from '@symphony-ts/testing';
import { Catalog } from '../../../examples/catalog/src/catalog.js';
import { ItemIds } from '../../../examples/catalog/src/item-ids.js';

// #region test
it('adds an item', async () => {
  await using catalog = await TestExtension.create(Catalog, {
    providers: [{ provide: ItemIds, useValue: { next: () => 'item-1' } }],
  });
  expect(await catalog.request('add', { name: 'Widget' })).toEqual({ status: 'created', id: 'item-1' });
  expect(catalog.published).toEqual([{ subject: 'extensions.catalog.added', payload: { id: 'item-1' } }]);
});
// #endregion
