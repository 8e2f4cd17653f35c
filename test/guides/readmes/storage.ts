import { connect } from '@nats-io/transport-node';
import { ensureBucket, openBucket } from '@symphony-ts/storage';
import { z } from 'zod';

const nc = await connect({ servers: 'nats://127.0.0.1:4222' });
await ensureBucket(nc, { name: 'catalog_items', history: 5 });
const items = await openBucket(nc, 'catalog_items', { schema: z.object({ name: z.string(), price: z.number() }) });

const revision = await items.create('item:1', { name: 'Widget', price: 3 });
await items.update('item:1', { name: 'Widget', price: 4 }, revision);
console.log((await items.get('item:1'))?.value.price);
for await (const change of items.watch()) console.log(change.key, change.operation, change.value);
