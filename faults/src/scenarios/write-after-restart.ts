import { setTimeout as delay } from 'node:timers/promises';
import { type Platform, startPlatform } from '@symphony-ts/platform';
import { atMost, none, type Outcome, type Scenario, type Setting } from '../scenario.js';
import { waitUntil } from '../wait-until.js';

const ROUNDS = 3;
const AWAY_MS = 1_000;
const EVERY_MS = 50;

/** Kills the NATS server of a platform while keys are created. */
export const writeAfterRestart: Scenario = {
  name: 'write-after-restart',
  what: 'Keys are created one after the other. Three times, the NATS server of the platform is killed with `-9`, and started again after a second.',
  run: async (setting) => {
    await using platform = await startPlatform({});
    return await run(platform, setting);
  },
};

async function run(platform: Platform, { scale, log }: Setting): Promise<Outcome> {
  const acknowledged: string[] = [];
  let failed = 0;
  let lastAt = performance.now();
  const ending = new AbortController();
  const write = async (): Promise<void> => {
    for (let count = 0; !ending.signal.aborted; count += 1) {
      try {
        const { id } = await platform.keys.create({ name: `key ${count}`, kind: 'client' });
        acknowledged.push(id);
        lastAt = performance.now();
      } catch {
        failed += 1;
      }
      await delay(EVERY_MS);
    }
  };
  const writing = write();
  const recoveries: number[] = [];
  for (let round = 0; round < ROUNDS * scale; round += 1) {
    await delay(1_000);
    await platform.natsServer?.kill();
    await delay(AWAY_MS);
    await platform.natsServer?.restart();
    const up = performance.now();
    await waitUntil('a write after the restart', () => lastAt > up, 30_000);
    recoveries.push(lastAt - up);
    log(`writes again after ${Math.round(lastAt - up)} ms`);
  }
  ending.abort();
  await writing;
  const kept = new Set(platform.keys.list().map(({ id }) => id));
  const lost = acknowledged.filter((id) => !kept.has(id)).length;
  const recoveredMs = Math.max(...recoveries);
  return {
    acknowledged: acknowledged.length,
    lost,
    recoveredMs,
    goals: [
      none('acknowledged and lost: 0', lost),
      atMost('writes again after the restart: < 2 s', recoveredMs, 2_000, ' ms'),
      atMost('writes that failed: 0', failed, 0),
    ],
  };
}
