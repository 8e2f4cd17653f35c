import { TestPlatform } from '@symphony-ts/testing';
import { Catalog } from '../../../examples/catalog/src/catalog.js';

// #region platform
await using platform = await TestPlatform.start();
const first = await platform.create(Catalog);
const second = await platform.create(Catalog); // one more instance
// #endregion
console.log(await first.request('list'), await second.request('list'));
