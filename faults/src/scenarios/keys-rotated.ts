import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { SymphonyClient } from '@symphony-ts/client';
import { type Platform, type RotationStep, rotateSigningKeys, startPlatform } from '@symphony-ts/platform';
import { inFolder } from '../in-folder.js';
import { failedOf, formatFailures, type Tally, underLanes } from '../lanes.js';
import { withLedgers } from '../ledger-instances.js';
import { quiet } from '../quiet.js';
import type { Goal, Outcome, Scenario, Setting } from '../scenario.js';

const CALLERS = 8;
const PAUSE_MS = 10;
const LIFE_MS = 20_000;
/** A client renews its credentials after three quarters of their lifetime. */
const RENEWED_MS = 0.8 * LIFE_MS;

/** Rotates the signing keys of a platform, during calls over it. */
export const keysRotated: Scenario = {
  name: 'keys-rotated',
  what: 'The signing keys of a platform are rotated, step by step. Meanwhile there are calls. All clients renew their credentials before the old key is retired.',
  run: (setting) =>
    inFolder(async (dataDir) => {
      await using platform = await startPlatform({
        dataDir,
        credentialLifetimeMs: LIFE_MS,
        dev: { grantDeclared: true },
        logger: quiet.logger,
      });
      return await run({ platform, dataDir }, setting);
    }),
};

interface Site {
  readonly platform: Platform;
  readonly dataDir: string;
}

async function run({ platform, dataDir }: Site, setting: Setting): Promise<Outcome> {
  const address = platform.httpUrl;
  const { token } = await platform.keys.create({ name: 'caller', kind: 'client' });
  const connecting = async (): Promise<{ token: string; address: string }> => {
    const key = await platform.keys.create({ name: 'ledger', prefix: 'ledger', kind: 'extension' });
    return { token: key.token, address };
  };
  await using client = await SymphonyClient.connect({ ...quiet, token, address });
  const ledger = client.extension('ledger');
  const calls = { call: (count: number) => ledger.invoke('echo', { count }), callers: CALLERS, pauseMs: PAUSE_MS };
  const step = async (name: RotationStep, waitMs = 0): Promise<Tally> => {
    const change = async (): Promise<void> => {
      await rotateSigningKeys(join(dataDir, 'operator'), name);
      // A new account makes the platform read the file at once. Otherwise it reads it once a minute.
      await platform.keys.create({ name, prefix: name, kind: 'extension' });
      await delay(waitMs);
    };
    const tally = (await underLanes({ calls }, change, setting)).calls;
    setting.log(`${name}: ${formatFailures(tally)} of ${tally.answered + failedOf(tally)}`);
    return tally;
  };
  return await withLedgers(2, connecting, async () => {
    const introduced = await step('introduce');
    const promoted = await step('promote', RENEWED_MS);
    const retired = await step('retire');
    const all = [introduced, promoted, retired];
    return {
      acknowledged: all.reduce((sum, { answered }) => sum + answered, 0),
      goals: [
        goalOf('introduce', introduced),
        goalOf('promote, and all renew their credentials', promoted),
        goalOf('retire', retired),
      ],
    };
  });
}

function goalOf(step: string, tally: Tally): Goal {
  const measured = `${formatFailures(tally)} of ${tally.answered + failedOf(tally)}`;
  return { goal: `calls that fail at ${step}: 0`, measured, isMet: failedOf(tally) === 0 };
}
