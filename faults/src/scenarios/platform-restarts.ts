import type { ChildProcess } from 'node:child_process';
import { Agent, get } from 'node:http';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startNatsServer } from '@symphony-ts/nats-server';
import { operatorConfig } from '@symphony-ts/platform';
import { type Balancer, startBalancer } from '../balancer.js';
import { endChild, messageOf, startChild } from '../children.js';
import { freePort } from '../free-port.js';
import { inFolder } from '../in-folder.js';
import { atMost, type Outcome, type Scenario, type Setting } from '../scenario.js';
import { waitUntil } from '../wait-until.js';

const ROUNDS = 2;
const CLIENTS = 8;
/** The longest pause of a client between two calls is 20 ms. */
const PAUSE_MS = 20;

interface Tally {
  answered: number;
  readonly failures: string[];
}

/** Restarts two replicas of a platform in turn, behind a balancer. */
export const platformRestarts: Scenario = {
  name: 'platform-restarts',
  what: 'Two replicas of a platform run behind a balancer. The balancer asks `/api/v1/ready` every 200 ms, and keeps its connections. The replicas are restarted in turn with `SIGTERM`.',
  run: (setting) => inFolder((folder) => run(folder, setting)),
};

async function run(folder: string, setting: Setting): Promise<Outcome> {
  const keysDir = join(folder, 'keys');
  const { jwt, systemAccount, preload, maxControlLineBytes } = await operatorConfig(keysDir);
  const server = await startNatsServer({
    operator: { jwt, systemAccount, resolver: { type: 'full', preload } },
    limits: { maxControlLineBytes },
  });
  const ports = [await freePort(), await freePort()];
  const start = (port: number): ChildProcess => {
    const dataDir = join(folder, String(port));
    return startChild('./platform-child.ts', { keysDir, dataDir, natsUrl: server.url, http: { port } });
  };
  const replicas = new Map(ports.map((port) => [port, start(port)]));
  await Promise.all([...replicas.values()].map(messageOf));
  const balancer = await startBalancer(ports);
  try {
    return await restartInTurn({ balancer, replicas, start, setting });
  } finally {
    balancer.close();
    for (const replica of replicas.values()) await endChild(replica, 'SIGKILL');
    await server.stop();
  }
}

interface Site {
  readonly balancer: Balancer;
  readonly replicas: Map<number, ChildProcess>;
  readonly start: (port: number) => ChildProcess;
  readonly setting: Setting;
}

async function restartInTurn({ balancer, replicas, start, setting }: Site): Promise<Outcome> {
  const ready = (port: number): Promise<void> =>
    waitUntil(`the replica at ${port} is ready`, () => balancer.isReady(port), 30_000);
  for (const port of replicas.keys()) await ready(port);
  const load = startLoad(balancer.url);
  const stops: number[] = [];
  for (let round = 0; round < ROUNDS * setting.scale; round += 1) {
    for (const [port, replica] of replicas) {
      const began = performance.now();
      await endChild(replica, 'SIGTERM');
      stops.push(performance.now() - began);
      setting.log(`the replica at ${port} stopped after ${Math.round(stops.at(-1) ?? 0)} ms`);
      const next = start(port);
      replicas.set(port, next);
      await messageOf(next);
      await ready(port);
    }
  }
  const { answered, failures } = await load.stop();
  const slowest = Math.max(...stops);
  return {
    acknowledged: answered,
    lost: failures.length,
    goals: [
      {
        goal: 'failed calls: 0',
        measured: [failures.length, ...new Set(failures)].join(', '),
        isMet: failures.length === 0,
      },
      { goal: 'calls', measured: `${answered}`, isMet: answered > 500 },
      atMost('a stop without slow calls in progress: < 2.5 s', slowest, 2_500, ' ms'),
    ],
  };
}

function startLoad(url: string): { stop(): Promise<Tally> } {
  const tally: Tally = { answered: 0, failures: [] };
  const agent = new Agent({ keepAlive: true });
  const ending = new AbortController();
  const call = (): Promise<void> =>
    new Promise((resolve) => {
      const done = (failure?: string): void => {
        if (failure === undefined) tally.answered += 1;
        else tally.failures.push(failure);
        resolve();
      };
      const sent = get(`${url}/api/v1/symphonyinfo`, { agent }, (reply) => {
        reply.resume().on('end', () => done(reply.statusCode === 200 ? undefined : `HTTP ${reply.statusCode}`));
        reply.on('error', (error) => done(error.message));
      });
      sent.on('error', (error) => done(error.message));
    });
  const work = async (): Promise<void> => {
    while (!ending.signal.aborted) {
      await call();
      await delay(Math.random() * PAUSE_MS);
    }
  };
  const working = Promise.all(Array.from({ length: CLIENTS }, work));
  return {
    stop: async () => {
      ending.abort();
      await working;
      agent.destroy();
      return tally;
    },
  };
}
