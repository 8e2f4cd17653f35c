import { connect } from '@nats-io/transport-node';
import { startNatsServer } from '@symphony-ts/nats-server';

await using server = await startNatsServer();
const nc = await connect({ servers: server.url });
// …
await nc.drain();
