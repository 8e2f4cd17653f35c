// Compares a handler that makes one call with the same handler on nc.request and on a bare multiplexer, in interleaved rounds.
// The processor time of the service process counts.
import { connect } from '@nats-io/transport-node';
import { startNatsServer } from '@symphony-ts/nats-server';
import { ratiosOf, reportRatio } from '../../../scripts/bench/goals.mjs';
import { add, request } from './add.js';
import { measureRounds, printConditions } from './load.js';
import { ServiceProcess } from './service-process.js';

const size = { rounds: Number(process.env['ROUNDS'] ?? 12), requests: Number(process.env['REQUESTS'] ?? 10_000) };
const server = await startNatsServer();
const nc = await connect({ servers: server.url, noAsyncTraces: true });
nc.subscribe('cirata.extensions.sums.add', {
  callback: (_error, message) => void message.respond(JSON.stringify(add(message.json()))),
});
const start = (way: string): Promise<ServiceProcess> =>
  ServiceProcess.start('./relay-service.ts', [server.url, way], {
    subject: `cirata.extensions.relay-${way}.add`,
    payload: request,
  });
const services = { ours: await start('ours'), nats: await start('nats'), bare: await start('bare') };
const results = await measureRounds(nc, services, size);
printConditions('relay', server, size);
const cost = (of: keyof typeof services): number[] => (results.get(of) ?? []).map(({ cpuMicros }) => cpuMicros);
const comparison = { what: 'relay', case: 'a handler that makes one call' };
const nats = ratiosOf(cost('ours'), cost('nats'));
reportRatio({ ...comparison, beside: 'nc.request', goal: 0.65, ratios: nats });
const bare = ratiosOf(cost('ours'), cost('bare'));
reportRatio({ ...comparison, beside: 'a bare multiplexer', goal: 1.4, ratios: bare });

await Promise.all(Object.values(services).map((service) => service.stop()));
await nc.close();
await server.stop();
