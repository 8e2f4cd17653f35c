import type { ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { SymphonyClient } from '@symphony-ts/client';
import { callOverHttp } from '../call-over-http.js';
import { endChild, messageOf, startChild } from '../children.js';
import { type Footprint, footprintOf, type ServerLoad, serverLoadOf } from '../footprint.js';
import { inFolder } from '../in-folder.js';
import { failedOf, formatFailures, startLanes } from '../lanes.js';
import { PlatformProcess } from '../platform-process.js';
import { quiet } from '../quiet.js';
import { atMost, type Goal, type Outcome, type Scenario, type Setting } from '../scenario.js';

const SOAK_MS = 180_000;
const WARM_UP_MS = 20_000;
const STAYING = 2;
const KILLED = 0.3;
const STAY_MS = 4_000;
const SETTLE_MS = 4_000;
const TIMEOUT_MS = 5_000;
/** How long the server may take to notice that a process has ended. */
const BESIDE_MS = 1_000;
/** How much memory uncollected garbage may use. */
const GROWTH_MB = 40;

/** Starts and stops instances for minutes. */
export const soak: Scenario = {
  name: 'soak',
  what: 'Two instances of an extension run on a platform. For three minutes, other instances join them one after the other, and leave by `SIGTERM` or `kill -9`. Meanwhile the extension is called over NATS and HTTP, and writes.',
  run: (setting) =>
    inFolder(async (folder) => {
      await using platform = await PlatformProcess.start(folder);
      return await run(platform, setting);
    }),
};

interface Sample {
  readonly platform: Footprint;
  readonly instance: Footprint;
  readonly nats: Footprint;
  readonly load: ServerLoad;
}

async function run(platform: PlatformProcess, { scale, random, log }: Setting): Promise<Outcome> {
  const { address } = platform;
  const token = await platform.newKey({ name: 'caller', kind: 'client' });
  const start = async (name: string) => {
    const key = await platform.newKey({ name, prefix: 'ledger', kind: 'extension' });
    const child = startChild('./instance-child.ts', { token: key, address, signals: true });
    await messageOf(child);
    return child;
  };
  const staying: ChildProcess[] = [];
  for (let count = 0; count < STAYING; count += 1) staying.push(await start(`stays-${count}`));
  await using client = await SymphonyClient.connect({ ...quiet, token, address });
  const ledger = client.extension('ledger');
  const killedAt: number[] = [];
  let apart = 0;
  /** Counts failures without a kill of an instance during the call or in the second before it. */
  const noted = (call: (count: number) => Promise<unknown>) => (count: number) => {
    const began = performance.now();
    return call(count).catch((error: unknown) => {
      if (!killedAt.some((at) => at > began - BESIDE_MS)) apart += 1;
      throw error;
    });
  };
  const options = { timeoutMs: TIMEOUT_MS };
  const lanes = startLanes({
    'calls over NATS': { call: noted((count) => ledger.invoke('echo', { count }, options)), callers: 4, pauseMs: 40 },
    writes: { call: noted((count) => ledger.invoke('write', { count }, options)), callers: 2, pauseMs: 100 },
    'calls over HTTP': { call: noted((count) => callOverHttp(address, token, count)), callers: 2, pauseMs: 100 },
  });
  const sample = async (): Promise<Sample> => ({
    platform: footprintOf(platform.pid),
    instance: footprintOf(staying[0]?.pid ?? 0),
    nats: footprintOf(platform.server.pid ?? 0),
    load: await serverLoadOf(platform.server.monitoringUrl ?? ''),
  });
  const visit = async (name: string): Promise<'SIGKILL' | 'SIGTERM'> => {
    const child = await start(name);
    await delay(STAY_MS * random.next());
    const signal = random.next() < KILLED ? 'SIGKILL' : 'SIGTERM';
    if (signal === 'SIGKILL') killedAt.push(performance.now());
    await endChild(child, signal);
    return signal;
  };
  const counts = { SIGKILL: 0, SIGTERM: 0 };
  const round = async (ms: number): Promise<Sample> => {
    for (const end = performance.now() + ms; performance.now() < end; ) counts[await visit('visitor')] += 1;
    await delay(SETTLE_MS);
    const found = await sample();
    const { load, platform: own, instance, nats } = found;
    const memory = [own, instance, nats].map(({ memoryMb }) => memoryMb.toFixed(0)).join(', ');
    log(
      `MB of platform, instance and NATS ${memory}; handles ${own.handles}, ${instance.handles}; ${JSON.stringify(load)}`,
    );
    return found;
  };
  try {
    const warm = await round(WARM_UP_MS);
    let last = warm;
    for (let part = 0; part < 3 * scale; part += 1) last = await round(SOAK_MS / 3);
    const tallies = await lanes.stop();
    const [platformMb, instanceMb] = [
      last.platform.memoryMb - warm.platform.memoryMb,
      last.instance.memoryMb - warm.instance.memoryMb,
    ];
    const answered = Object.values(tallies).reduce((sum, tally) => sum + tally.answered, 0);
    return {
      acknowledged: answered,
      goals: [
        {
          goal: 'instances that joined',
          measured: `${counts.SIGKILL + counts.SIGTERM}, ${counts.SIGKILL} of them killed`,
          isMet: counts.SIGTERM > 0,
        },
        ...Object.entries(tallies).map(
          ([name, tally]): Goal => ({
            goal: `${name} that failed`,
            measured: `${formatFailures(tally)} of ${failedOf(tally) + tally.answered}`,
            isMet: true,
          }),
        ),
        atMost('failures that no kill explains: 0', apart, 0),
        atMost(`growth of the platform's memory: < ${GROWTH_MB} MB`, platformMb, GROWTH_MB, ' MB'),
        atMost(`growth of an instance's memory: < ${GROWTH_MB} MB`, instanceMb, GROWTH_MB, ' MB'),
        flat('handles of the platform', warm.platform.handles, last.platform.handles, 10),
        flat('handles of an instance', warm.instance.handles, last.instance.handles, 5),
        flat('connections', warm.load.connections, last.load.connections, 0),
        flat('subscriptions', warm.load.subscriptions, last.load.subscriptions, 10),
        flat('consumers', warm.load.consumers, last.load.consumers, 2),
      ],
    };
  } finally {
    await lanes.stop();
    for (const child of staying) await endChild(child, 'SIGKILL');
  }
}

/** The goal that a number at the end is not above the one after the warm-up, except for `play`. */
const flat = (what: string, before: number, after: number, play: number): Goal => ({
  goal: `${what}: as many as after the warm-up`,
  measured: `${after}, ${before} before`,
  isMet: after <= before + play,
});
