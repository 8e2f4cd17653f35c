import type { SymphonyClient } from '@symphony-ts/client';
import { Catalog } from '../../../examples/catalog/src/catalog.js';

declare const client: SymphonyClient;

// #region calls
const catalog = client.extension(Catalog); // or defineContract('catalog', { add: { request: NewItem, response: Item } })
await catalog.add({ name: 'Widget' });
await catalog.instance('INSTANCEID').invoke('local-status');
// #endregion
