import { arch, cpus, platform } from 'node:os';
import { createInbox } from '@nats-io/nats-core';
import type { NatsConnection } from '@nats-io/transport-node';
import type { NatsServer } from '@symphony-ts/nats-server';
import { ratiosOf, reportRatio } from '../../../scripts/bench/goals.mjs';
import { request } from './add.js';
import type { Asked, ServiceProcess } from './service-process.js';

export interface Size {
  readonly rounds: number;
  /** The processor time of each service in each round. */
  readonly requests: number;
}

export interface Measured {
  readonly cpuMicros: number;
  readonly perSecond: number;
}

const WINDOW = 256;

/** Keeps 256 requests in progress until all are answered. */
export function drive(nc: NatsConnection, { subject, payload, headers, answers }: Asked, count: number): Promise<void> {
  const reply = createInbox();
  let sent = 0;
  let answered = 0;
  return new Promise((resolve) => {
    const next = (): void => {
      sent += 1;
      nc.publish(subject, payload, headers ? { reply, headers } : { reply });
    };
    const subscription = nc.subscribe(answers ?? reply, {
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

async function measure(nc: NatsConnection, service: ServiceProcess, count: number): Promise<Measured> {
  const cpu = await service.cpu();
  const started = performance.now();
  await drive(nc, service.asked, count);
  const elapsedMs = performance.now() - started;
  return { cpuMicros: ((await service.cpu()) - cpu) / count, perSecond: (count / elapsedMs) * 1000 };
}

/** Measures each service in each round, after some warm-up requests. The order changes from round to round. */
export async function measureRounds<N extends string>(
  nc: NatsConnection,
  services: Readonly<Record<N, ServiceProcess>>,
  { rounds, requests }: Size,
): Promise<ReadonlyMap<N, readonly Measured[]>> {
  const entries = Object.entries(services) as [N, ServiceProcess][];
  const results = new Map<N, Measured[]>(entries.map(([name]) => [name, []]));
  for (const [, service] of entries) for (let warm = 0; warm < 2; warm += 1) await drive(nc, service.asked, requests);
  for (let round = 0; round < rounds; round += 1) {
    // So that no service always runs on a warmer or a busier machine.
    for (let index = 0; index < entries.length; index += 1) {
      const [name, service] = entries[(round + index) % entries.length] ?? [];
      if (name && service) results.get(name)?.push(await measure(nc, service, requests));
    }
  }
  return results;
}

/** Prints the benchmark, the machine and the versions. */
export function printConditions(name: string, { version }: NatsServer, { rounds, requests }: Size): void {
  const [processor] = cpus();
  console.log(`${name}: ${rounds} rounds of ${requests} requests of ${request.length} B, ${WINDOW} at a time`);
  console.log(
    `${processor?.model}, ${cpus().length} cores, ${platform()} ${arch()}, Node ${process.versions.node}, nats-server ${version}\n`,
  );
}

const sorted = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);
const quantile = (values: readonly number[], at: number): number =>
  sorted(values)[Math.round((values.length - 1) * at)] ?? Number.NaN;
const spread = (values: readonly number[]): string => {
  const [median, least, most] = [0.5, 0, 1].map((at) => quantile(values, at).toFixed(2));
  return `${median}  (${least} – ${most})`;
};

/** Prints a table that compares all services with the first one. */
export function printTable<N extends string>(results: ReadonlyMap<N, readonly Measured[]>): void {
  const [base = []] = results.values();
  const ratios = (values: readonly Measured[], of: keyof Measured): number[] =>
    values.map((value, round) => value[of] / (base[round]?.[of] ?? Number.NaN));
  console.log(
    '                            CPU per request, µs       × raw                     requests per second, × raw',
  );
  for (const [name, values] of results) {
    const columns = [
      values.map(({ cpuMicros }) => cpuMicros),
      ratios(values, 'cpuMicros'),
      ratios(values, 'perSecond'),
    ];
    console.log([name.padEnd(26), ...columns.map((column) => spread(column).padEnd(24))].join('  ').trimEnd());
  }
}

/** Reports the processor time of each service beside the first, which is `@nats-io/services` without our code. */
export function reportRatios<N extends string>(
  what: string,
  results: ReadonlyMap<N, readonly Measured[]>,
  goals: Readonly<Partial<Record<N, number>>>,
): void {
  const costs = [...results].map(([name, values]) => [name, values.map(({ cpuMicros }) => cpuMicros)] as const);
  const [base, ...others] = costs;
  for (const [name, cost] of others) {
    const ratios = ratiosOf(cost, base?.[1] ?? []);
    reportRatio({ what, case: name, beside: '@nats-io/services', goal: goals[name], ratios });
  }
}
