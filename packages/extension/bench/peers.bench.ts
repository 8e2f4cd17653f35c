// The same handler, answering requests on NATS, in other frameworks for Node.js: a NestJS microservice and a Moleculer
// action, each asked in its own protocol. Run it by name: it installs them first, into `peers`.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { connect } from '@nats-io/transport-node';
import { startNatsServer } from '@symphony-ts/nats-server';
import { request } from './add.js';
import { measureRounds, printConditions, printTable } from './load.js';
import { ServiceProcess } from './service-process.js';

const size = { rounds: Number(process.env['ROUNDS'] ?? 12), requests: Number(process.env['REQUESTS'] ?? 40_000) };
const data: unknown = JSON.parse(request);

execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel', 'error'], {
  cwd: fileURLToPath(new URL('./peers', import.meta.url)),
  stdio: 'inherit',
});
const server = await startNatsServer();
const nc = await connect({ servers: server.url, noAsyncTraces: true });
const services = {
  raw: await ServiceProcess.start('./raw-service.ts', [server.url, 'raw'], {
    subject: 'cirata.extensions.raw.add',
    payload: request,
  }),
  'Symphony @Endpoint': await ServiceProcess.start('./decorated-service.ts', [server.url, 'plain'], {
    subject: 'cirata.extensions.plain.add',
    payload: request,
  }),
  'NestJS @MessagePattern': await ServiceProcess.start('./peers/nest-service.mjs', [server.url], {
    subject: 'peers.nest',
    payload: JSON.stringify({ pattern: 'peers.nest', data, id: '1' }),
  }),
  'Moleculer action': await ServiceProcess.start('./peers/moleculer-service.mjs', [server.url], {
    subject: 'MOL.REQ.peer',
    payload: JSON.stringify({
      ver: '4',
      sender: 'driver',
      id: '1',
      action: 'peers.add',
      params: data,
      meta: {},
      timeout: 0,
      level: 1,
      tracing: false,
      parentID: null,
      requestID: '1',
      stream: false,
    }),
    answers: 'MOL.RES.driver',
  }),
};
const results = await measureRounds(nc, services, size);
printConditions('peers', server, size);
printTable(results);

await Promise.all(Object.values(services).map((service) => service.stop()));
await nc.close();
await server.stop();
