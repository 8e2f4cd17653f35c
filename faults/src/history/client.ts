import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { connect } from '@nats-io/transport-node';
import { isSymphonyError } from '@symphony-ts/contract';
import { type KeyValueBucket, openBucket } from '@symphony-ts/storage';
import { monotonicMs } from '../clock.js';
import { type Random, randomOf } from '../seed.js';
import type { Action, Found, Operation } from './operation.js';
import { type ClientSettings, keyKinds, keysOf } from './settings.js';

/** A client of a bucket, as a separate process. It records its requests and their answers. */
const settings = JSON.parse(process.argv[2] ?? '') as ClientSettings;
const history: Operation[] = [];
const found = new Map<string, Found>();
const old = new Map<string, Found>();
const kinds = Object.values(keyKinds);
/** Pauses between calls, like a client of a database. This gives faults time to happen. */
const PAUSE_MS = 12;

const nc = await connect({ servers: [...settings.servers], maxReconnectAttempts: -1, reconnectTimeWait: 100 });
const bucket = (await openBucket(nc, settings.bucket, { mustExist: false })) as KeyValueBucket<string>;
const lanes = Array.from({ length: settings.lanes }, (_, lane) => work(randomOf(settings.seed + lane)));
await Promise.all(lanes);
process.send?.(history, undefined, {}, () => process.disconnect());
await nc.close();

async function work(random: Random): Promise<void> {
  const count = Math.ceil(settings.operations / settings.lanes);
  for (let done = 0; done < count; done += 1) {
    const kind = kinds[random.whole(kinds.length)] ?? 'c';
    await once(`${kind}.${random.whole(keysOf(settings.operations * 3))}`, random);
    await delay(random.whole(PAUSE_MS));
  }
}

async function once(key: string, random: Random): Promise<void> {
  const call = monotonicMs();
  const { action, isKnown } = await attempt(key, random);
  if (!action) return;
  const end = isKnown ? monotonicMs() : Number.POSITIVE_INFINITY;
  history.push({ process: settings.process, key, call, end, action });
}

interface Attempted {
  /** Absent if nothing was done and nothing was learned. */
  readonly action?: Action;
  readonly isKnown: boolean;
}

function attempt(key: string, random: Random): Promise<Attempted> {
  const dice = random.whole(100);
  const value = `${settings.process}-${randomUUID()}`;
  const known = found.get(key);
  if (key.startsWith(keyKinds.counter))
    return dice < 40 || !known ? countOrRead(key, value) : update(key, known, random);
  if (dice < 45) return read(key, random);
  if (dice < 65) return write({ kind: 'put', value }, () => bucket.put(key, value));
  if (dice < 75) return write({ kind: 'create', value }, () => bucket.create(key, value));
  if (dice < 90 && known) return update(key, known, random);
  return write({ kind: 'delete', id: value }, () => bucket.delete(key));
}

/** Reads a counter, or creates it if it does not exist. */
async function countOrRead(key: string, value: string): Promise<Attempted> {
  const result = await read(key);
  if (result.action?.kind !== 'get' || result.action.found) return result;
  return write({ kind: 'create', value: `${value}=0` }, () => bucket.create(key, `${value}=0`));
}

function update(key: string, { revision, value: last }: Found, random: Random): Promise<Attempted> {
  const id = `${settings.process}-${randomUUID()}${random.whole(10)}`;
  const count = Number(last.split('=')[1] ?? Number.NaN);
  const value = Number.isNaN(count) ? id : `${id}=${count + 1}`;
  return write({ kind: 'update', value, expected: revision }, () => bucket.update(key, value, revision));
}

async function read(key: string, random?: Random): Promise<Attempted> {
  const consistent = !key.startsWith(keyKinds.session);
  try {
    const entry = await bucket.get(key, { consistent });
    const now = entry && { value: entry.value, revision: entry.revision };
    const lie = random && key.startsWith(keyKinds.control) && random.whole(10) === 0 ? old.get(key) : undefined;
    if (now) {
      const before = found.get(key);
      if (before && before.revision < now.revision) old.set(key, before);
      if ((before?.revision ?? 0) < now.revision) found.set(key, now);
    }
    return { action: { kind: 'get', found: lie ?? now }, isKnown: true };
  } catch {
    return { isKnown: true };
  }
}

type Wanted = Exclude<Action, { kind: 'get' }>;

async function write(action: Wanted, send: () => Promise<number | void>): Promise<Attempted> {
  try {
    const revision = await send();
    const isRevision = typeof revision === 'number' && action.kind !== 'delete';
    return { action: isRevision ? { ...action, revision } : action, isKnown: true };
  } catch (error) {
    if (isSymphonyError(error, 'KEY_EXISTS')) return { action: { ...action, exists: true } as Action, isKnown: true };
    if (isSymphonyError(error, 'REVISION_CONFLICT')) {
      return { action: { ...action, conflict: true } as Action, isKnown: true };
    }
    return hadNoEffect(error) ? { isKnown: true } : { action, isKnown: false };
  }
}

/** Whether an error claims that nothing was written. The check later finds out whether that is true. */
function hadNoEffect(error: unknown): boolean {
  if (isSymphonyError(error, 'DISCONNECTED')) return !error.params.isSent;
  return isSymphonyError(error, 'STORAGE_UNAVAILABLE') || isSymphonyError(error, 'NO_RESPONDERS');
}
