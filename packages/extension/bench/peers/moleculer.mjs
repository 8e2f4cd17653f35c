// The handler as an action of a Moleculer node over its NATS transporter, with the logger off.
import moleculer from 'moleculer';

const broker = new moleculer.ServiceBroker({
  nodeID: 'peer',
  transporter: process.argv.at(-1),
  logger: false,
  disableBalancer: false,
});
broker.createService({ name: 'peers', actions: { add: ({ params: { a, b } }) => ({ sum: a + b }) } });
await broker.start();
