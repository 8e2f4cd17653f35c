import { setTimeout as pause } from 'node:timers/promises';
import { Kvm } from '@nats-io/kv';
import { CredentialExchange, endpointSubject, platformServices, STATUS_BUCKET } from '@symphony-ts/contract';
import { eventually } from '../../../../test/support/eventually.js';
import { connectWith, type Joined, manifest } from '../nats-user.js';
import { deeds, flood } from './hostile-deeds.js';
import { Pinger } from './pinger.js';
import { PlatformUnderTest } from './platform-under-test.js';

/** `HOSTILE_SEED` changes the order of the attacks, `HOSTILE_ROUNDS` their number. */
const SEED = Number(process.env['HOSTILE_SEED'] ?? 1);
const ROUNDS = Number(process.env['HOSTILE_ROUNDS'] ?? 2);
const GOOD = ['good0', 'good1', 'good2'];
const CALL_EVERY_MS = 50;
const MOST_PING_MS = 100;
/** On a busy machine, even an idle platform answers late. */
const MOST_OF_QUIET = 15;
const MOST_MEMORY = 1.5;
const QUIET_MS = 10_000;

async function again<T>(times: number, attempt: () => Promise<T>): Promise<T> {
  for (let left = times; left > 1; left -= 1) {
    try {
      return await attempt();
    } catch {
      await pause(500);
    }
  }
  return attempt();
}

async function join(platform: PlatformUnderTest, prefix: string): Promise<Joined> {
  const { id, token } = await platform.createKey({ name: prefix, prefix, kind: 'extension' });
  const response = await fetch(`${platform.httpUrl}/api/v1/apikey`, { headers: { authorization: `Bearer ${token}` } });
  const credentials = CredentialExchange.parse(await response.json());
  // On a busy machine, a connection may take longer than a server waits.
  const nc = await again(3, () => connectWith(credentials));
  await nc.request(platformServices.register, manifest(prefix), { timeout: 10_000 });
  return { id, token, credentials, nc };
}

async function beat({ nc, id }: Joined, prefix: string): Promise<void> {
  const time = new Date().toISOString();
  const entry = {
    prefix,
    instanceId: id,
    name: prefix,
    version: '1.0.0',
    status: 'ok',
    started: time,
    timestamp: time,
  };
  const bucket = await new Kvm(nc).open(STATUS_BUCKET, { allow_direct: true });
  await bucket.put(`${prefix}.${id}`, JSON.stringify(entry));
}

/** A permutation from the seed. */
function shuffled<T>(items: readonly T[], seed: number): T[] {
  let state = seed;
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  return items
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

/** What other callers observe during an attack. */
interface Seen {
  readonly failures: string[];
  memory: number;
}

async function watch(
  platform: PlatformUnderTest,
  fleet: readonly Joined[],
  during: () => Promise<void>,
): Promise<Seen> {
  const seen: Seen = { failures: [], memory: 0 };
  const over = new AbortController();
  const loop = async (): Promise<void> => {
    for (let turn = 0; !over.signal.aborted; turn += 1) {
      const prefix = GOOD[turn % GOOD.length] ?? '';
      const authorization = `Bearer ${fleet[turn % fleet.length]?.token ?? ''}`;
      const url = `${platform.httpUrl}/api/v1/services/${prefix}/work`;
      const answer = await fetch(url, { method: 'POST', headers: { authorization } });
      const text = await answer.text();
      if (answer.status !== 200) seen.failures.push(`${prefix}: ${answer.status} ${text.slice(0, 200)}`);
      if (turn % 20 === 0) seen.memory = Math.max(seen.memory, await platform.memory());
      if (turn % 200 === 0) await Promise.all(fleet.map((joined, at) => beat(joined, GOOD[at] ?? '')));
      await pause(CALL_EVERY_MS);
    }
  };
  const watching = loop();
  await during();
  over.abort();
  await watching;
  return seen;
}

const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;

it(`a fleet goes on beside one hostile key (seed ${SEED})`, async () => {
  await using platform = await PlatformUnderTest.start();
  const fleet = await Promise.all(GOOD.map((prefix) => join(platform, prefix)));
  for (const [at, one] of fleet.entries()) {
    const { nc } = one;
    nc.subscribe(endpointSubject(GOOD[at] ?? '', 'work'), {
      callback: (_error, message) => void message.respond('{}'),
    });
    await nc.flush();
    await beat(one, GOOD[at] ?? '');
  }
  await eventually(async () => {
    const url = `${platform.httpUrl}/api/v1/services/good2/work`;
    return (await fetch(url, { method: 'POST', headers: { authorization: `Bearer ${fleet[2]?.token}` } })).ok;
  });
  using pinger = new Pinger(`${platform.httpUrl}/api/v1/ping`);
  const quiet = await watch(platform, fleet, () => pause(QUIET_MS));
  const quietMs = await pinger.take();
  const { nc, id, token } = await join(platform, 'hostile');
  const pingsMs: number[] = [];
  const slowestMs: Record<string, number> = {};
  const memoryAfterMb: string[] = [];
  const loud = await watch(platform, fleet, async () => {
    const all = Array.from({ length: ROUNDS }, (_, round) => shuffled(Object.entries(deeds), SEED + round)).flat();
    for (const [name, deed] of [...all, ['requests without end', flood] as const]) {
      await deed({ nc, id, token, httpUrl: platform.httpUrl });
      const times = await pinger.take();
      pingsMs.push(...times);
      slowestMs[name] = Math.round(Math.max(0, ...times));
      memoryAfterMb.push(`${name}: ${Math.round((await platform.memory()) / 2 ** 20)}`);
    }
  });
  const figures = {
    pingMs: { quiet: percentile(quietMs, 0.99), hostile: percentile(pingsMs, 0.99) },
    slowestMs,
    memoryAfterMb,
    memoryMb: { quiet: quiet.memory / 2 ** 20, hostile: loud.memory / 2 ** 20 },
  };
  process.stdout.write(`${JSON.stringify(figures)}\n`);
  expect(platform.isAlive).toBe(true);
  expect(loud.failures).toEqual([]);
  expect(figures.pingMs.hostile).toBeLessThan(Math.max(MOST_PING_MS, MOST_OF_QUIET * figures.pingMs.quiet));
  expect(figures.memoryMb.hostile).toBeLessThan(MOST_MEMORY * figures.memoryMb.quiet);
  await Promise.all([...fleet.map((joined) => joined.nc.close()), nc.close()]);
}, 280_000);
