import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { SymphonyClient } from '@symphony-ts/client';
import { type NatsServer, startNatsServer } from '@symphony-ts/nats-server';
import { endChild, messageOf, startChild } from '../children.js';
import { createFakeClock, type FakeClock } from '../fake-clock.js';
import { inFolder } from '../in-folder.js';
import { quiet } from '../quiet.js';
import { atMost, type Goal, type Outcome, type Scenario, type Setting } from '../scenario.js';

const CALLS = 40;
const CALL_MS = 2_000;
const AWAY_MS = 1_500;
/** How long an instance may take to answer again after its server is back. */
const BACK_MS = 6_000;

/** Sets the clock of an instance an hour ahead and back, with and without a connection. */
export const clockJumps: Scenario = {
  name: 'clock-jumps',
  what: 'The system clock of an instance jumps an hour ahead, and later back. It jumps while the instance answers 40 calls, and while its NATS server is down.',
  run: (setting) =>
    inFolder(async (folder) => {
      const clock = createFakeClock(join(folder, 'clock'));
      if (!clock) return { goals: [{ goal: 'needs the package faketime', measured: 'not run', isMet: true }] };
      return await withInstance(clock, setting);
    }),
};

async function withInstance(clock: FakeClock, setting: Setting): Promise<Outcome> {
  const server = await startNatsServer();
  const nats = { servers: server.url };
  const child = startChild('./instance-child.ts', { nats }, clock.env);
  try {
    await messageOf(child);
    await using client = await SymphonyClient.connect({ ...quiet, nats });
    return await run({ server, client, clock }, setting);
  } finally {
    await endChild(child, 'SIGKILL');
    await server.stop();
  }
}

interface Site {
  readonly server: NatsServer;
  readonly client: SymphonyClient;
  readonly clock: FakeClock;
}

async function run(site: Site, { log }: Setting): Promise<Outcome> {
  const goals: Goal[] = [];
  let answered = 0;
  for (const [hours, name] of [
    [1, 'an hour ahead'],
    [0, 'an hour back'],
  ] as const) {
    const count = await answeredThrough(site, hours);
    answered += count;
    log(`${name}: ${count} of ${CALLS} calls answered`);
    goals.push(await hasJumped(site, hours));
    goals.push({ goal: `calls answered, ${name}: ${CALLS}`, measured: `${count}`, isMet: count === CALLS });
  }
  for (const [hours, name] of [
    [1, 'an hour ahead'],
    [0, 'an hour back'],
  ] as const) {
    const backMs = await backAfter(site, hours);
    log(`${name} while the server was away: answers again after ${Math.round(backMs)} ms`);
    goals.push(atMost(`answers again, ${name} while the server was away: < 6 s`, backMs, BACK_MS, ' ms'));
  }
  return { acknowledged: answered, lost: 2 * CALLS - answered, goals };
}

/** Checks that the clock of the instance shows the new time. Without this check the scenario would prove nothing. */
async function hasJumped({ client }: Site, hours: number): Promise<Goal> {
  const { now } = Object(await client.extension('ledger').invoke('echo', { count: 0 })) as { readonly now: number };
  const aheadMinutes = Math.round((now - Date.now()) / 60_000);
  const goal = `control: the clock of the instance is ${hours * 60} minutes ahead`;
  return { goal, measured: `${aheadMinutes} minutes`, isMet: aheadMinutes === hours * 60 };
}

/** The number of answered calls if the clock jumps while all calls are in progress. */
async function answeredThrough({ client, clock }: Site, hours: number): Promise<number> {
  const ledger = client.extension('ledger');
  const calls = Array.from({ length: CALLS }, (_, count) => ledger.invoke('echo', { count, ms: CALL_MS }));
  await delay(CALL_MS / 2);
  clock.jump(hours);
  const results = await Promise.allSettled(calls);
  return results.filter(({ status }) => status === 'fulfilled').length;
}

/** Milliseconds from the server's return to an answer of the instance, if the clock jumped while the server was down. */
async function backAfter({ server, client, clock }: Site, hours: number): Promise<number> {
  await server.kill();
  await delay(AWAY_MS / 2);
  clock.jump(hours);
  await delay(AWAY_MS / 2);
  await server.restart();
  const began = performance.now();
  for (;;) {
    const call = client.extension('ledger').invoke('echo', { count: 0 }, { timeoutMs: 1_000 });
    if (await call.then(() => true).catch(() => false)) return performance.now() - began;
    if (performance.now() - began > 5 * BACK_MS) return Number.POSITIVE_INFINITY;
    await delay(50);
  }
}
