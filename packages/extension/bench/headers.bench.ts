// Compares an endpoint with the same on @nats-io/services, with the headers that our own client sends, in interleaved rounds.
// The processor time of the service process counts.
import { headers as createHeaders } from '@nats-io/nats-core';
import { connect } from '@nats-io/transport-node';
import { startNatsServer } from '@symphony-ts/nats-server';
import { request } from './add.js';
import { measureRounds, printConditions, reportRatios } from './load.js';
import { ServiceProcess } from './service-process.js';

const size = { rounds: Number(process.env['ROUNDS'] ?? 12), requests: Number(process.env['REQUESTS'] ?? 30_000) };
const headers = createHeaders();
headers.set('Symphony-Timeout', '5000');
const server = await startNatsServer();
const nc = await connect({ servers: server.url, noAsyncTraces: true });
const start = (file: string, prefix: string): Promise<ServiceProcess> =>
  ServiceProcess.start(file, [server.url, prefix], {
    subject: `cirata.extensions.${prefix}.add`,
    payload: request,
    headers,
  });
const services = {
  raw: await start('./raw-service.ts', 'raw'),
  'endpoint, Symphony-Timeout': await start('./decorated-service.ts', 'plain'),
};
const results = await measureRounds(nc, services, size);
printConditions('headers', server, size);
reportRatios('headers', results, { 'endpoint, Symphony-Timeout': 1.08 });

await Promise.all(Object.values(services).map((service) => service.stop()));
await nc.close();
await server.stop();
