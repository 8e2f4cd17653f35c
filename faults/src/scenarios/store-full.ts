import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { connectSymphony } from '@symphony-ts/client';
import { type NatsServer, startNatsServer } from '@symphony-ts/nats-server';
import { ensureBucket, type KeyValueBucket, openBucket } from '@symphony-ts/storage';
import { inFolder } from '../in-folder.js';
import { startLanes, type Tally } from '../lanes.js';
import { quiet } from '../quiet.js';
import { atMost, type Goal, none, type Outcome, type Scenario, type Setting } from '../scenario.js';
import { mountSmallDisk } from '../small-disk.js';

const BUCKET = 'ledger';
const LIMIT_BYTES = 20 * 2 ** 20;
const DISK_MB = 48;
const GROWN_MB = 256;
const BATCH = 200;
const VALUE = 'x'.repeat(2_000);
const FULL_MS = 15_000;
const TIMEOUT_MS = 3_000;

/** Fills the storage limit of a server. */
export const storeLimit: Scenario = {
  name: 'store-limit',
  what: 'For 15 s, single writes and batches go to a server, and reach its `max_file_store` of 20 MB. Then half of the keys are purged, and the server is killed with `-9` and started again.',
  run: (setting) =>
    inFolder(async (storeDir) => {
      await using server = await startNatsServer({ jetstream: { storeDir, maxFileBytes: LIMIT_BYTES } });
      const makeRoom = async (bucket: KeyValueBucket, keys: readonly string[]): Promise<readonly string[]> => {
        const gone = keys.slice(0, keys.length / 2);
        for (const key of gone) await bucket.purge(key);
        return gone;
      };
      return await fill(server, { makeRoom, reasons: ['STORAGE_FULL'] }, setting);
    }),
};

/** Fills the disk of a server. */
export const diskFull: Scenario = {
  name: 'disk-full',
  what: 'For 15 s, single writes and batches go to a server, and fill its disk of 48 MB. Then the disk grows, and the server is killed with `-9` and started again.',
  run: (setting) =>
    inFolder(async (folder) => {
      const mounted = join(folder, 'disk');
      await mkdir(mounted);
      await using disk = await mountSmallDisk(mounted, DISK_MB);
      if (!disk) return { goals: [{ goal: 'needs the right to mount', measured: 'not run', isMet: true }] };
      await using server = await startNatsServer({
        jetstream: { storeDir: join(mounted, 'store'), maxFileBytes: 2 ** 40 },
      });
      const makeRoom = async (): Promise<readonly string[]> => {
        await disk.grow(GROWN_MB);
        return [];
      };
      // A server with a full disk does not answer.
      return await fill(server, { makeRoom, reasons: ['STORAGE_FULL', 'TIMEOUT'] }, setting);
    }),
};

interface Filled {
  /** Makes room, and returns the keys that were deleted for that. */
  readonly makeRoom: (bucket: KeyValueBucket, keys: readonly string[]) => Promise<readonly string[]>;
  /** The codes that name the reason. */
  readonly reasons: readonly string[];
}

async function fill(server: NatsServer, { makeRoom, reasons }: Filled, { log }: Setting): Promise<Outcome> {
  await using connection = await connectSymphony({ ...quiet, nats: { servers: server.url } });
  await ensureBucket(connection.nc, { name: BUCKET });
  const bucket = await openBucket(connection.nc, BUCKET, { timeoutMs: TIMEOUT_MS });
  const acknowledged = new Set<string>();
  const lanes = startLanes({
    'single writes': {
      call: async (count: number) => {
        await bucket.put(`one.${count}`, VALUE);
        acknowledged.add(`one.${count}`);
      },
      callers: 2,
      pauseMs: 20,
    },
    batches: {
      call: async (count: number) => {
        const entries = Array.from({ length: BATCH }, (_, index) => [`all.${count}.${index}`, VALUE] as const);
        const { errors } = await bucket.putAll(entries);
        for (const [key] of entries) if (!errors.has(key)) acknowledged.add(key);
        for (const error of errors.values()) throw error;
      },
      callers: 1,
      pauseMs: 50,
    },
  });
  await delay(FULL_MS);
  const tallies = await lanes.stop();
  // With a full disk, servers before 2.10 do not even list keys.
  const whileFull = isOld(server) ? 0 : await missing(bucket, acknowledged);
  log(`${acknowledged.size} acknowledged, full, ${whileFull} of them missing`);
  const gone = new Set(isOld(server) ? [] : await makeRoom(bucket, [...acknowledged]));
  await server.kill();
  await server.restart();
  const kept = new Set([...acknowledged].filter((key) => !gone.has(key)));
  const lost = whileFull + (await missing(bucket, kept));
  const began = performance.now();
  const again = isOld(server) ? [] : [await bucket.put('again', VALUE).then(() => performance.now() - began)];
  return {
    acknowledged: acknowledged.size,
    lost,
    goals: [
      none('acknowledged and lost, full and after the restart: 0', lost),
      ...Object.entries(tallies).map((kind) => refusals(kind, reasons)),
      ...again.map((ms) => atMost('writes again when there is room: < 2 s', ms, 2_000, ' ms')),
    ],
  };
}

/** Checks whether the errors name the reason. */
function refusals([name, { failures }]: readonly [string, Tally], reasons: readonly string[]): Goal {
  const isNamed = [...failures.keys()].every((code) => reasons.includes(code));
  const measured = [...failures].map(([code, count]) => `${code} × ${count}`).join(', ');
  const goal = `${name} that fail say ${reasons.join(' or ')}`;
  return { goal, measured, isMet: failures.size > 0 && isNamed };
}

/** Servers before 2.10 do not free the space of purged keys. */
const isOld = ({ version }: NatsServer): boolean => version.startsWith('2.9.');

async function missing(bucket: KeyValueBucket, keys: ReadonlySet<string>): Promise<number> {
  const kept = new Set<string>();
  for await (const key of bucket.keys()) kept.add(key);
  return [...keys].filter((key) => !kept.has(key)).length;
}
