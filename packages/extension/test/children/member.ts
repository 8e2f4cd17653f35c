import { createApplication, defineExtension, endpoint } from '@symphony-ts/extension';

const [prefix = '', heartbeatMs = '30000', livenessMs = '60000', token] = process.argv.slice(2);

/** One instance in a separate process, which any signal can end. Prints its id when it is running. */
const member = defineExtension({
  prefix,
  name: 'Member',
  version: '1.0.0',
  endpoints: {
    slow: endpoint({}, async (_input, request, context) => {
      process.stdout.write('slow\n');
      await new Promise((resolve) => setTimeout(resolve, 300));
      return { by: context.instanceId, aborted: request.signal.aborted };
    }),
    forget: endpoint({}, async () => {
      void Promise.reject(new Error('nobody waits for this'));
      await new Promise((resolve) => setTimeout(resolve, 300));
      return { answered: true };
    }),
    hang: endpoint({}, () => new Promise(() => undefined)),
  },
  onStop: (reason) => void process.stdout.write(`stopping ${reason}\n`),
});

const application = await createApplication(member, {
  heartbeatMs: Number(heartbeatMs),
  livenessMs: Number(livenessMs),
  crashDrain: process.env['CRASH_DRAIN'] !== 'no',
  ...(token === undefined ? {} : { token }),
  ...(process.env['NATS_URL'] === undefined ? {} : { nats: { servers: process.env['NATS_URL'] } }),
});
await application.start().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exit(1);
});
const [running] = application.extensions;
running?.context.partitioner.onRebalance((total) => void process.stdout.write(`rebalance ${total}\n`));
process.stdout.write(`live ${running?.instanceId}\n`);
await application.stopped();
process.stdout.write('stopped\n');
