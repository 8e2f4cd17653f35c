// Compares a decorated endpoint with the same handler on @nats-io/services. This process sends as many requests as possible, in
// interleaved rounds. The processor time per request of the service process counts. The throughput also depends on the driver
// and the server, which share the machine.
import { connect } from '@nats-io/transport-node';
import { startNatsServer } from '@symphony-ts/nats-server';
import { request } from './add.js';
import { measureRounds, printConditions, printTable, reportRatios } from './load.js';
import { ServiceProcess } from './service-process.js';

const size = { rounds: Number(process.env['ROUNDS'] ?? 12), requests: Number(process.env['REQUESTS'] ?? 40_000) };

const server = await startNatsServer();
const nc = await connect({ servers: server.url, noAsyncTraces: true });
const start = (file: string, prefix: string): Promise<ServiceProcess> =>
  ServiceProcess.start(file, [server.url, prefix], { subject: `cirata.extensions.${prefix}.add`, payload: request });
const services = {
  raw: await start('./raw-service.ts', 'raw'),
  '@Endpoint()': await start('./decorated-service.ts', 'plain'),
  '@Endpoint({ request })': await start('./decorated-service.ts', 'checked'),
  '@Endpoint(), observed': await start('./decorated-service.ts', 'observed'),
};
const results = await measureRounds(nc, services, size);
printConditions('endpoint', server, size);
printTable(results);
reportRatios('endpoint', results, { '@Endpoint()': 1.08, '@Endpoint({ request })': 1.25 });

await Promise.all(Object.values(services).map((service) => service.stop()));
await nc.close();
await server.stop();
