import { setTimeout as delay } from 'node:timers/promises';
import { SymphonyClient } from '@symphony-ts/client';
import { startNatsServer } from '@symphony-ts/nats-server';
import { endChild, messageOf, startChild } from '../children.js';
import { failedOf, formatFailures, startLanes } from '../lanes.js';
import { quiet } from '../quiet.js';
import { atMost, type Outcome, type Scenario, type Setting } from '../scenario.js';

const PAUSED_MS = 30_000;
const SETTLE_MS = 3_000;
const TIMEOUT_MS = 1_000;
/** The time of three pings with three seconds in between, and the time before the first. */
const NOTICED_MS = 12_000;
/** The ping settings that a platform gives its own server, and that the guide recommends for other servers. */
const config = { ping_interval: '3s', ping_max: 2 };

/** Pauses one of two instances, as a debugger or an overloaded machine does. */
export const instancePaused: Scenario = {
  name: 'instance-paused',
  what: 'One of two instances is paused for 30 s (`SIGSTOP`). Meanwhile there are calls with a timeout of one second. The server pings its clients as often as the server of a platform does.',
  run: async (setting) => {
    await using server = await startNatsServer({ config });
    const nats = { servers: server.url };
    const children = [startChild('./instance-child.ts', { nats }), startChild('./instance-child.ts', { nats })];
    try {
      for (const child of children) await messageOf(child);
      await using client = await SymphonyClient.connect({ ...quiet, nats });
      return await run(client, children[0]?.pid ?? 0, setting);
    } finally {
      for (const child of children) {
        child.kill('SIGCONT');
        await endChild(child, 'SIGKILL');
      }
    }
  },
};

async function run(client: SymphonyClient, pid: number, { log }: Setting): Promise<Outcome> {
  const ledger = client.extension('ledger');
  let lastFailureAt = performance.now();
  const call = async (count: number): Promise<void> => {
    const began = performance.now();
    await ledger.invoke('echo', { count }, { timeoutMs: TIMEOUT_MS }).catch((error: unknown) => {
      lastFailureAt = began;
      throw error;
    });
  };
  const lanes = startLanes({ calls: { call, callers: 8, pauseMs: 20 } });
  await delay(SETTLE_MS);
  const pausedAt = performance.now();
  process.kill(pid, 'SIGSTOP');
  await delay(PAUSED_MS);
  const failingMs = lastFailureAt - pausedAt;
  process.kill(pid, 'SIGCONT');
  const resumedAt = performance.now();
  await delay(SETTLE_MS);
  const { calls } = await lanes.stop();
  log(`calls failed for ${Math.round(failingMs)} ms: ${formatFailures(calls)}`);
  const afterwards = lastFailureAt > resumedAt ? lastFailureAt - resumedAt : 0;
  return {
    acknowledged: calls.answered,
    noticedMs: failingMs,
    goals: [
      atMost('calls fail after the pause begins, for < 12 s', failingMs, NOTICED_MS, ' ms'),
      atMost('calls fail after the instance returns, for 0 ms', afterwards, 0, ' ms'),
      {
        goal: 'calls that failed',
        measured: `${formatFailures(calls)} of ${failedOf(calls) + calls.answered}`,
        isMet: true,
      },
    ],
  };
}
