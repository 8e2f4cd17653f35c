import type { Msg } from '@nats-io/transport-node';
import { endpointSubject } from '@symphony-ts/contract';
import { done, join, toldToGo } from './told-to-go.js';

// Takes a number of requests to an extension, and answers all of them at once, each with nearly as much as a message holds.
const [prefix = '', count = ''] = process.argv.slice(5);
const nc = await join();
const held: Msg[] = [];
nc.subscribe(endpointSubject(prefix, 'work'), {
  callback: (_error, message) => {
    held.push(message);
    if (held.length === Number(count)) process.send?.('held');
  },
});
await nc.flush();
process.send?.('ready');
await toldToGo();
const body = new Uint8Array(1_000_000).fill(32);
for (const message of held) message.respond(body);
await nc.flush();
done(nc);
