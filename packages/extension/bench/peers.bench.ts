// Measures the same handler on NATS in other frameworks for Node.js: a NestJS microservice and a Moleculer action, each with
// requests in its own protocol. They are installed into `peers` first.
import { connect } from '@nats-io/transport-node';
import { startNatsServer } from '@symphony-ts/nats-server';
import { request } from './add.js';
import { measureRounds, printConditions, printTable, reportRatios } from './load.js';
import { installPeers, type Peer, peersFor } from './peers.js';
import { ServiceProcess } from './service-process.js';

installPeers();
const { nest, moleculer } = peersFor(request);
const size = { rounds: Number(process.env['ROUNDS'] ?? 12), requests: Number(process.env['REQUESTS'] ?? 40_000) };
const server = await startNatsServer();
const nc = await connect({ servers: server.url, noAsyncTraces: true });
const startPeer = ({ program, asked }: Peer): Promise<ServiceProcess> =>
  ServiceProcess.start('./peer-process.ts', [program, server.url], asked);
const services = {
  raw: await ServiceProcess.start('./raw-service.ts', [server.url, 'raw'], {
    subject: 'cirata.extensions.raw.add',
    payload: request,
  }),
  '@Endpoint()': await ServiceProcess.start('./decorated-service.ts', [server.url, 'plain'], {
    subject: 'cirata.extensions.plain.add',
    payload: request,
  }),
  [nest.name]: await startPeer(nest),
  [moleculer.name]: await startPeer(moleculer),
};
const results = await measureRounds(nc, services, size);
printConditions('peers', server, size);
printTable(results);
reportRatios('peers', results, { '@Endpoint()': 1.08 });

await Promise.all(Object.values(services).map((service) => service.stop()));
await nc.close();
await server.stop();
