import { setTimeout as delay } from 'node:timers/promises';
import { SymphonyClient } from '@symphony-ts/client';
import { createApplication } from '@symphony-ts/extension';
import { serverLoadOf } from '../footprint.js';
import { inFolder } from '../in-folder.js';
import { failedOf, formatFailures, startLanes } from '../lanes.js';
import { Ledger } from '../ledger.js';
import { PlatformProcess } from '../platform-process.js';
import { quiet } from '../quiet.js';
import { atMost, type Outcome, type Scenario, type Setting } from '../scenario.js';

const INSTANCES = 100;
const SETTLE_MS = 3_000;
const READY_MS = 60_000;

/** Starts a hundred instances at the same moment, disconnects them all, and stops them. */
export const hundredInstances: Scenario = {
  name: 'hundred-instances',
  what: 'A hundred instances of an extension start at the same moment, in one process. Then the NATS server is killed with `-9` and started again, and they all reconnect. Then they stop, all at once.',
  run: (setting) =>
    inFolder(async (folder) => {
      await using platform = await PlatformProcess.start(folder);
      return await run(platform, setting);
    }),
};

async function run(platform: PlatformProcess, { log }: Setting): Promise<Outcome> {
  const { address, server } = platform;
  const caller = await platform.newKey({ name: 'caller', kind: 'client' });
  await using client = await SymphonyClient.connect({ ...quiet, token: caller, address });
  const tokens: string[] = [];
  for (let count = 0; count < INSTANCES; count += 1) {
    tokens.push(await platform.newKey({ name: `ledger ${count}`, prefix: 'ledger', kind: 'extension' }));
  }
  const load = () => serverLoadOf(server.monitoringUrl ?? '');
  const before = await load();
  const applications = await Promise.all(
    tokens.map((token) => createApplication(Ledger, { ...quiet, signals: false, token, address })),
  );
  let began = performance.now();
  const starts = await Promise.allSettled(applications.map((application) => application.start()));
  const startMs = performance.now() - began;
  const refused = starts.flatMap((start) => (start.status === 'rejected' ? [String(start.reason)] : []));
  log(`${INSTANCES - refused.length} started in ${Math.round(startMs)} ms`);
  const ledger = client.extension('ledger');
  const lanes = startLanes({
    calls: { call: (count: number) => ledger.invoke('echo', { count }), callers: 8, pauseMs: 20 },
  });
  await delay(SETTLE_MS);
  const { calls } = await lanes.stop();
  const { connections } = await load();
  await server.kill();
  await server.restart();
  began = performance.now();
  const areBack = async (): Promise<boolean> => {
    const now = await load().catch(() => undefined);
    if (!now || now.connections < connections) return false;
    return ledger.invoke('echo', { count: 0 }).then(
      () => true,
      () => false,
    );
  };
  while (!(await areBack()) && performance.now() - began < READY_MS) await delay(50);
  const backMs = performance.now() - began;
  log(`all are back after ${Math.round(backMs)} ms`);
  began = performance.now();
  const stops = await Promise.allSettled(applications.map((application) => application.stop()));
  const stopMs = performance.now() - began;
  const after = await load();
  return {
    acknowledged: calls.answered,
    goals: [
      {
        goal: 'instances that could not start: 0',
        measured: [refused.length, ...new Set(refused)].join(', '),
        isMet: refused.length === 0,
      },
      {
        goal: 'calls that failed: 0',
        measured: `${formatFailures(calls)} of ${failedOf(calls) + calls.answered}`,
        isMet: failedOf(calls) === 0,
      },
      atMost('all are connected again after a restart of NATS: < 20 s', backMs, 20_000, ' ms'),
      atMost('stops that failed: 0', stops.filter(({ status }) => status === 'rejected').length, 0),
      atMost('all have stopped: < 10 s', stopMs, 10_000, ' ms'),
      atMost('connections left behind: 0', after.connections - before.connections, 0),
      atMost('consumers left behind: 0', after.consumers - before.consumers, 0),
    ],
  };
}
