import { connect } from '@nats-io/transport-node';
import { backupStream, createManager, restoreStream } from '@symphony-ts/jetstream-manager';

const nc = await connect({ servers: 'localhost:4222' });
const manager = await createManager(nc, { timeoutMs: 10_000 });

const orders = await manager.streams.loadOrCreate({ name: 'ORDERS', subjects: ['orders.*'] });
const consumer = await orders.consumers.create({ durable_name: 'NEW', filter_subject: 'orders.received' });
const message = await consumer.nextMessage();
message?.ack();

const idle = await manager.streams.query('idle > 1d and not mirror');
console.log(idle.streams.map(({ name }) => name));
await backupStream(manager, 'ORDERS', './backup/ORDERS', { onProgress: ({ share }) => console.log(share) });
await orders.delete();
await restoreStream(manager, './backup/ORDERS');
