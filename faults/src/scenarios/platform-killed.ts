import { setTimeout as delay } from 'node:timers/promises';
import { SymphonyClient } from '@symphony-ts/client';
import { callOverHttp } from '../call-over-http.js';
import { inFolder } from '../in-folder.js';
import { failedOf, formatFailures, startLanes } from '../lanes.js';
import { withLedgers } from '../ledger-instances.js';
import { PlatformProcess } from '../platform-process.js';
import { quiet } from '../quiet.js';
import { atMost, type Goal, none, type Outcome, type Scenario, type Setting } from '../scenario.js';

const ROUNDS = 2;
const AWAY_MS = 10_000;
const SETTLE_MS = 2_000;
const PATIENCE_MS = 60_000;

/** Kills a platform, whose NATS server runs elsewhere. */
export const platformKilled: Scenario = {
  name: 'platform-killed',
  what: 'Twice, the only replica of a platform is killed with `-9`, and started again after 10 s. Its NATS server keeps running. Meanwhile an extension is called over NATS, and writes.',
  run: (setting) =>
    inFolder(async (folder) => {
      await using platform = await PlatformProcess.start(folder);
      return await run(platform, setting);
    }),
};

async function run(platform: PlatformProcess, { scale, log }: Setting): Promise<Outcome> {
  const { address } = platform;
  const token = await platform.newKey({ name: 'caller', kind: 'client' });
  const connecting = async () => ({
    token: await platform.newKey({ name: 'ledger', prefix: 'ledger', kind: 'extension' }),
    address,
  });
  await using client = await SymphonyClient.connect({ ...quiet, token, address });
  const ledger = client.extension('ledger');
  return await withLedgers(2, connecting, async () => {
    const lanes = startLanes({
      'calls over NATS': { call: (count) => ledger.invoke('echo', { count }), callers: 8, pauseMs: 10 },
      writes: { call: (count) => ledger.invoke('write', { count }), callers: 2, pauseMs: 20 },
    });
    const recoveries: number[] = [];
    const made = [token];
    for (let round = 0; round < ROUNDS * scale; round += 1) {
      await delay(SETTLE_MS);
      made.push(await platform.newKey({ name: `key-${round}`, kind: 'client' }));
      await platform.kill();
      await delay(AWAY_MS);
      await platform.restart();
      const began = performance.now();
      await untilAnswered(address, token);
      recoveries.push(performance.now() - began);
      log(`answers over HTTP ${Math.round(recoveries.at(-1) ?? 0)} ms after the start`);
    }
    await delay(SETTLE_MS);
    const tallies = await lanes.stop();
    const lost = (await Promise.all(made.map((key) => isLost(address, key)))).filter(Boolean).length;
    const recoveredMs = Math.max(...recoveries);
    return {
      acknowledged: Object.values(tallies).reduce((sum, { answered }) => sum + answered, made.length),
      lost,
      recoveredMs,
      goals: [
        ...Object.entries(tallies).map(
          ([name, tally]): Goal => ({
            goal: `${name} that failed: 0`,
            measured: `${formatFailures(tally)} of ${failedOf(tally) + tally.answered}`,
            isMet: failedOf(tally) === 0,
          }),
        ),
        none('acknowledged keys that are lost: 0', lost),
        atMost('calls over HTTP are answered after the start: < 2 s', recoveredMs, 2_000, ' ms'),
      ],
    };
  });
}

async function untilAnswered(address: string, token: string): Promise<void> {
  for (const end = performance.now() + PATIENCE_MS; ; await delay(50)) {
    try {
      await callOverHttp(address, token, 0);
      return;
    } catch (error) {
      if (performance.now() > end) throw error;
    }
  }
}

/** Whether a key is missing in the platform. */
async function isLost(address: string, token: string): Promise<boolean> {
  try {
    const client = await SymphonyClient.connect({ ...quiet, token, address });
    await client.close();
    return false;
  } catch {
    return true;
  }
}
