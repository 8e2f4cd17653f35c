// One decorated endpoint beside the same handler on @nats-io/services, driven to saturation from this process, in
// interleaved rounds. CPU per request of the service process is what counts; throughput shares the machine with the
// driver and the server.
import { arch, cpus, platform } from 'node:os';
import { createInbox } from '@nats-io/nats-core';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { startNatsServer } from '@symphony-ts/nats-server';
import { request } from './add.js';
import { ServiceProcess } from './service-process.js';

const ROUNDS = Number(process.env['ROUNDS'] ?? 12);
const REQUESTS = Number(process.env['REQUESTS'] ?? 40_000);
const WINDOW = 256;

interface Measured {
  readonly cpuMicros: number;
  readonly perSecond: number;
}

/** Keeps `WINDOW` requests on their way until all are answered. */
function drive(nc: NatsConnection, subject: string, count: number): Promise<void> {
  const inbox = createInbox();
  let sent = 0;
  let answered = 0;
  return new Promise((resolve) => {
    const next = (): void => {
      sent += 1;
      nc.publish(subject, request, { reply: inbox });
    };
    const subscription = nc.subscribe(inbox, {
      callback: () => {
        answered += 1;
        if (sent < count) next();
        if (answered < count) return;
        subscription.unsubscribe();
        resolve();
      },
    });
    while (sent < Math.min(WINDOW, count)) next();
  });
}

async function measure(nc: NatsConnection, service: ServiceProcess): Promise<Measured> {
  const cpu = await service.cpu();
  const started = performance.now();
  await drive(nc, service.subject, REQUESTS);
  const elapsedMs = performance.now() - started;
  return { cpuMicros: ((await service.cpu()) - cpu) / REQUESTS, perSecond: (REQUESTS / elapsedMs) * 1000 };
}

const sorted = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);
const quantile = (values: readonly number[], at: number): number =>
  sorted(values)[Math.round((values.length - 1) * at)] ?? Number.NaN;
const spread = (values: readonly number[], digits = 2): string =>
  `${quantile(values, 0.5).toFixed(digits)}  (${quantile(values, 0).toFixed(digits)} – ${quantile(values, 1).toFixed(digits)})`;

const server = await startNatsServer();
const nc = await connect({ servers: server.url, noAsyncTraces: true });
const raw = await ServiceProcess.start('./raw-service.ts', 'raw', server.url);
const plain = await ServiceProcess.start('./decorated-service.ts', 'plain', server.url);
const checked = await ServiceProcess.start('./decorated-service.ts', 'checked', server.url);
const services = { raw, plain, checked };
const results: Record<keyof typeof services, Measured[]> = { raw: [], plain: [], checked: [] };
const names = Object.keys(services) as (keyof typeof services)[];

for (const name of names) for (let warm = 0; warm < 2; warm += 1) await drive(nc, services[name].subject, REQUESTS);
for (let round = 0; round < ROUNDS; round += 1) {
  // Each round in another order, so that no service always runs on a warmer or a busier machine.
  for (let index = 0; index < names.length; index += 1) {
    const name = names[(round + index) % names.length];
    if (name) results[name].push(await measure(nc, services[name]));
  }
}

const ratios = (name: keyof typeof services, of: keyof Measured): number[] =>
  results[name].map((one, round) => one[of] / (results.raw[round]?.[of] ?? Number.NaN));

console.log(`endpoint: ${ROUNDS} rounds of ${REQUESTS} requests of ${request.length} B, ${WINDOW} at a time`);
console.log(
  `${cpus()[0]?.model}, ${cpus().length} cores, ${platform()} ${arch()}, Node ${process.versions.node}, nats-server ${server.version}\n`,
);
console.log('                        CPU per request, µs       × raw                     requests per second, × raw');
for (const name of names) {
  const cpu = spread(results[name].map(({ cpuMicros }) => cpuMicros));
  console.log(
    `${name.padEnd(22)}  ${cpu.padEnd(24)}  ${spread(ratios(name, 'cpuMicros')).padEnd(24)}  ${spread(ratios(name, 'perSecond'))}`,
  );
}

await Promise.all(names.map((name) => services[name].stop()));
await nc.close();
await server.stop();
