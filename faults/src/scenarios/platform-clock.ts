import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { SymphonyClient } from '@symphony-ts/client';
import { startNatsServer } from '@symphony-ts/nats-server';
import { operatorConfig } from '@symphony-ts/platform';
import { callOverHttp } from '../call-over-http.js';
import { endChild, messageOf, startChild } from '../children.js';
import { createFakeClock, type FakeClock } from '../fake-clock.js';
import { inFolder } from '../in-folder.js';
import { outcomeOf, underLanes } from '../lanes.js';
import { withLedgers } from '../ledger-instances.js';
import { quiet } from '../quiet.js';
import type { Goal, Outcome, Scenario, Setting } from '../scenario.js';

const CALLERS = 2;
const PAUSE_MS = 20;
const BETWEEN_MS = 1_500;

/** Sets the clock of a platform an hour ahead and back, during calls over it. */
export const platformClock: Scenario = {
  name: 'platform-clock',
  what: 'The system clock of a platform jumps an hour ahead, back, and an hour behind, while calls arrive over NATS and HTTP. Then a replica starts whose clock is an hour ahead.',
  run: (setting) =>
    inFolder(async (folder) => {
      const clock = createFakeClock(join(folder, 'clock'));
      if (!clock) return { goals: [{ goal: 'needs the package faketime', measured: 'not run', isMet: true }] };
      return await withServer({ folder, clock }, setting);
    }),
};

interface Machine {
  readonly folder: string;
  readonly clock: FakeClock;
}

interface Replica {
  readonly child: ChildProcess;
  readonly httpUrl: string;
}

async function withServer({ folder, clock }: Machine, setting: Setting): Promise<Outcome> {
  const keysDir = join(folder, 'keys');
  const { jwt, systemAccount, preload, maxControlLineBytes } = await operatorConfig(keysDir);
  await using server = await startNatsServer({
    operator: { jwt, systemAccount, resolver: { type: 'full', preload } },
    limits: { maxControlLineBytes },
  });
  const replicas: Replica[] = [];
  const start = async (name: string): Promise<Replica> => {
    const dataDir = join(folder, name);
    const settings = { keysDir, dataDir, natsUrl: server.url, dev: { grantDeclared: true } };
    const child = startChild('./platform-child.ts', settings, clock.env);
    const { httpUrl } = Object(await messageOf(child)) as { readonly httpUrl: string };
    const replica = { child, httpUrl };
    replicas.push(replica);
    return replica;
  };
  try {
    return await run({ start, clock }, setting);
  } finally {
    for (const { child } of replicas) await endChild(child, 'SIGKILL');
  }
}

interface Site {
  readonly start: (name: string) => Promise<Replica>;
  readonly clock: FakeClock;
}

/** Creates a key of a platform. */
async function newToken({ child }: Replica, request: unknown): Promise<string> {
  child.send(Object(request) as object);
  return (Object(await messageOf(child)) as { readonly token: string }).token;
}

async function run({ start, clock }: Site, setting: Setting): Promise<Outcome> {
  const platform = await start('platform');
  const address = platform.httpUrl;
  const token = await newToken(platform, { name: 'caller', kind: 'client' });
  const connecting = async (): Promise<{ token: string; address: string }> => {
    const key = { name: 'ledger', kind: 'extension', prefix: 'ledger' };
    return { token: await newToken(platform, key), address };
  };
  await using client = await SymphonyClient.connect({ ...quiet, token, address });
  const ledger = client.extension('ledger');
  const kinds = {
    'calls over NATS': {
      call: async (count: number) => assertCaller(await ledger.invoke('echo', { count })),
      callers: CALLERS,
      pauseMs: PAUSE_MS,
    },
    'calls over HTTP': {
      call: async (count: number) => assertCaller(await callOverHttp(address, token, count)),
      callers: CALLERS,
      pauseMs: PAUSE_MS,
    },
  };
  const jump = async (): Promise<void> => {
    for (const hours of [1, 0, -1, 0]) {
      setting.log(`the clock of the platform is ${hours} hours ahead`);
      clock.jump(hours);
      await delay(BETWEEN_MS);
    }
  };
  return await withLedgers(1, connecting, async () => {
    const outcome = outcomeOf(await underLanes(kinds, jump, setting));
    clock.jump(1);
    return { ...outcome, goals: [...outcome.goals, await startsAhead(start, token)] };
  });
}

/** Checks that callers are still attested: a platform that has forgotten them attests nobody. */
function assertCaller(answer: unknown): void {
  if (Object(answer).caller !== 'client') throw new Error(`the caller was ${JSON.stringify(answer)}`);
}

/** Checks that a replica with a wrong clock finds the running instances. */
async function startsAhead(start: Site['start'], token: string): Promise<Goal> {
  const { httpUrl } = await start('ahead');
  const answer = await callOverHttp(httpUrl, token, 0).then(
    () => 'answered',
    (error: unknown) => String(error),
  );
  const goal = 'the first call through a replica that starts an hour ahead is answered';
  return { goal, measured: answer, isMet: answer === 'answered' };
}
