import { Svcm } from '@nats-io/services';
import { connect } from '@nats-io/transport-node';

const nc = await connect({ servers: process.env.NATS_SERVERS });
const service = await new Svcm(nc).add({ name: 'sums', version: '1.0.0' });
service.addGroup('cirata.extensions.sums').addEndpoint('add', (error, message) => {
  if (error) return;
  const { a, b } = message.json();
  message.respond(JSON.stringify({ sum: a + b }));
});
