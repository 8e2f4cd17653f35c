import { usersOf } from '../rights/rights-holder.js';
import type { Table } from '../table/table.js';
import { type ApiKey, endOf, isLive } from './api-key.js';

/** Finds API keys by their owner or extension, without a look at all other keys. */
export interface KeyIndex {
  /** The keys of an extension that are valid at `now` (milliseconds). */
  liveOf(prefix: string, now: number): ApiKey[];
  /** The key of a NATS user, by its public NKey, if it is valid at `now`. */
  liveOfUser(nkey: string, now: number): ApiKey | undefined;
  /** The key of a NATS user, whether it is still valid or not. */
  ofUser(nkey: string): ApiKey | undefined;
  /** The keys of a person, whether they are still valid or not. */
  ofOwner(owner: string): ApiKey[];
  /** The extensions with a key that expired after `since` and until `now` (milliseconds). */
  lapsed(since: number, now: number): string[];
  /** The extensions that had keys and have no valid one at `now`, each with the end of its last key (milliseconds). */
  ended(now: number): Map<string, number>;
  /** When the next key of an extension ends after `now` (milliseconds); `Infinity` if none does. */
  nextEnd(now: number): number;
  /** The keys that somebody revoked until `time` (milliseconds). */
  revokedUntil(time: number): ApiKey[];
  /** The keys of clients, but no sessions, that expired or were revoked until `time` (milliseconds). */
  clientsEndedUntil(time: number): ApiKey[];
  /** The keys that end by themselves: sessions, and minted keys that were not used yet. */
  temporary(): ApiKey[];
  /** Calls `listener` with the extension whose keys changed. */
  onExtension(listener: (prefix: string) => void): void;
}

/** Indexes a table of keys and follows its changes. Create it before other code looks up keys when the table changes. */
export function createKeyIndex(table: Pick<Table<ApiKey>, 'entries' | 'onChange'>): KeyIndex {
  const known = new Map<string, ApiKey>();
  const byPrefix = new Groups();
  const byUser = new Groups();
  const byOwner = new Groups();
  const temporary = new Map<string, ApiKey>();
  const listeners = new Set<(prefix: string) => void>();
  const tell = (prefix: string | undefined): void => {
    if (prefix !== undefined) for (const listener of listeners) listener(prefix);
  };
  const apply = (id: string, key: ApiKey | undefined): void => {
    const before = known.get(id);
    if (before) {
      byPrefix.remove(before.prefix, before);
      byOwner.remove(before.owner, before);
      for (const user of usersOf(before)) byUser.remove(user, before);
      known.delete(id);
      temporary.delete(id);
    }
    if (!key) return tell(before?.prefix);
    known.set(id, key);
    if (key.kind === 'extension') byPrefix.add(key.prefix, key);
    byOwner.add(key.owner, key);
    for (const user of usersOf(key)) byUser.add(user, key);
    if (key.session === true || key.activateBefore !== undefined) temporary.set(id, key);
    tell(key.prefix);
  };
  for (const [id, key] of table.entries()) apply(id, key);
  table.onChange(apply);
  return {
    liveOf: (prefix, now) => byPrefix.of(prefix).filter((key) => isLive(key, now)),
    liveOfUser: (nkey, now) => byUser.of(nkey).find((key) => isLive(key, now)),
    ofUser: (nkey) => byUser.of(nkey)[0],
    ofOwner: (owner) => byOwner.of(owner),
    lapsed: (since, now) => {
      const ended = [...known.values()].filter((key) => isLive(key, since) && !isLive(key, now));
      return [...new Set(ended.flatMap(({ prefix }) => prefix ?? []))];
    },
    ended: (now) => {
      const ends = byPrefix.groups().map(([prefix, keys]) => [prefix, lastEnd(keys, now)] as const);
      return new Map(ends.flatMap(([prefix, end]) => (end === undefined ? [] : [[prefix, end] as const])));
    },
    nextEnd: (now) => {
      const ends = [...known.values()].flatMap((key) => (key.kind === 'extension' ? (endOf(key) ?? []) : []));
      return ends.reduce((next, end) => (end > now && end < next ? end : next), Infinity);
    },
    revokedUntil: (time) =>
      [...known.values()].filter(({ revoked }) => revoked !== undefined && Date.parse(revoked) <= time),
    clientsEndedUntil: (time) =>
      [...known.values()].filter(
        (key) => key.kind === 'client' && key.session !== true && (endOf(key) ?? Infinity) <= time,
      ),
    temporary: () => [...temporary.values()],
    onExtension: (listener) => void listeners.add(listener),
  };
}

/** When the last of some keys ended; `undefined` while one is valid, and if none was ever used. */
function lastEnd(keys: Iterable<ApiKey>, now: number): number | undefined {
  let last: number | undefined;
  for (const key of keys) {
    if (isLive(key, now)) return undefined;
    last = Math.max(last ?? 0, endOf(key) ?? 0);
  }
  return last || undefined;
}

class Groups {
  readonly #groups = new Map<string, Set<ApiKey>>();

  add(name: string | undefined, key: ApiKey): void {
    if (name === undefined) return;
    const group = this.#groups.get(name) ?? new Set();
    this.#groups.set(name, group.add(key));
  }

  remove(name: string | undefined, key: ApiKey): void {
    const group = name === undefined ? undefined : this.#groups.get(name);
    group?.delete(key);
    if (name !== undefined && group?.size === 0) this.#groups.delete(name);
  }

  groups(): (readonly [string, ReadonlySet<ApiKey>])[] {
    return [...this.#groups];
  }

  of(name: string): ApiKey[] {
    return [...(this.#groups.get(name) ?? [])];
  }
}
