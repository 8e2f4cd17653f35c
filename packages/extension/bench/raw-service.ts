// The handler directly on @nats-io/services: the cost of an endpoint without our code.
import { Svcm } from '@nats-io/services';
import { connect } from '@nats-io/transport-node';
import { add } from './add.js';
import { reportCpu } from './report-cpu.js';

const nc = await connect({ servers: process.argv[2] ?? '', noAsyncTraces: true });
const service = await new Svcm(nc).add({ name: 'raw', version: '1.0.0' });
service.addGroup('cirata.extensions.raw').addEndpoint('add', (error, message) => {
  if (!error) message.respond(JSON.stringify(add(message.json())));
});
await nc.flush();
reportCpu();
