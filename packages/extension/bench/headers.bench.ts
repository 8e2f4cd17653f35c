// An endpoint that is asked with the headers that our own client sends, beside the same on @nats-io/services, in interleaved
// rounds. Processor time of the service process.
import { headers as createHeaders } from '@nats-io/nats-core';
import { connect } from '@nats-io/transport-node';
import { startNatsServer } from '@symphony-ts/nats-server';
import { ratiosOf, reportRatio } from '../../../scripts/bench/goals.mjs';
import { request } from './add.js';
import { measureRounds, printConditions } from './load.js';
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
const services = { raw: await start('./raw-service.ts', 'raw'), ours: await start('./decorated-service.ts', 'plain') };
const results = await measureRounds(nc, services, size);
printConditions('headers', server, size);
const cost = (of: keyof typeof services): number[] => (results.get(of) ?? []).map(({ cpuMicros }) => cpuMicros);
const ratios = ratiosOf(cost('ours'), cost('raw'));
reportRatio({ what: 'headers', case: 'endpoint, Symphony-Timeout', beside: '@nats-io/services', goal: 1.08, ratios });

await Promise.all(Object.values(services).map((service) => service.stop()));
await nc.close();
await server.stop();
