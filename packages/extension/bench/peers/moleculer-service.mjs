// The handler as an action of a Moleculer node over its NATS transporter, with the logger off.
import moleculer from 'moleculer';
import { add } from '../add.ts';
import { reportCpu } from '../report-cpu.ts';

const broker = new moleculer.ServiceBroker({
  nodeID: 'peer',
  transporter: process.argv[2],
  logger: false,
  disableBalancer: false,
});
broker.createService({ name: 'peers', actions: { add: ({ params }) => add(params) } });
await broker.start();
reportCpu();
