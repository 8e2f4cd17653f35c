import { limits, STATUS_TTL_MS, type StatusEntry } from '@symphony-ts/contract';

interface Seen {
  readonly entry: StatusEntry;
  /** The process that wrote the entry before this one did. */
  readonly before: string | undefined;
  /** Clock time (ms) at which the entry lapses unless it is written again. */
  readonly until: number;
}

/** Clock and timer, so that a test needs no waiting. */
export interface BoardClock {
  /** Milliseconds of a clock that nobody can set. */
  now(): number;
  /** Calls back after `ms`. Returns the function that cancels it. */
  after(ms: number, callback: () => void): () => void;
}

const systemClock: BoardClock = {
  now: () => performance.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/** If an SDK does not name its process, the time of its start tells processes apart. */
const writerOf = ({ process, started }: StatusEntry): string => process ?? started;

/**
 * The live instances of all extensions. The server announces no deletion when an entry's TTL ends, so entries lapse here by
 * a timer, one for all of them.
 */
export class StatusBoard {
  readonly #clock: BoardClock;
  readonly #byPrefix = new Map<string, Map<string, Seen>>();
  readonly #listeners = new Set<(prefix: string) => void>();
  readonly #sharedListeners = new Set<(entry: StatusEntry) => void>();
  /** Extensions whose bucket has not been read yet. */
  readonly #unread = new Set<string>();
  #cancelTimer: () => void = () => undefined;
  #timerAt = Number.POSITIVE_INFINITY;

  constructor(clock: BoardClock = systemClock) {
    this.#clock = clock;
  }

  /**
   * Adds an entry that was written `ageMs` ago. A `disconnected` entry removes the instance. If an extension has reached the
   * limit of instances, a new one is ignored.
   */
  set(entry: StatusEntry, ageMs = 0): void {
    if (entry.status === 'disconnected') return this.remove(entry.prefix, entry.instanceId);
    const until = this.#clock.now() + STATUS_TTL_MS - ageMs;
    if (until <= this.#clock.now()) return;
    const instances = this.#byPrefix.get(entry.prefix) ?? new Map<string, Seen>();
    if (instances.size >= limits.instances && !instances.has(entry.instanceId)) return;
    const known = instances.get(entry.instanceId);
    const isSameWriter = !known || writerOf(known.entry) === writerOf(entry);
    const before = isSameWriter ? known?.before : writerOf(known.entry);
    this.#byPrefix.set(entry.prefix, instances.set(entry.instanceId, { entry, before, until }));
    this.#wakeAt(until);
    this.#announce(entry.prefix);
    // A restart changes the writer once. Two processes with one key take turns.
    if (isSameWriter || known.before !== writerOf(entry)) return;
    for (const listener of this.#sharedListeners) listener(entry);
  }

  remove(prefix: string, instanceId: string): void {
    const instances = this.#byPrefix.get(prefix);
    if (!instances?.delete(instanceId)) return;
    if (instances.size === 0) this.#byPrefix.delete(prefix);
    this.#announce(prefix);
  }

  /** Removes all instances of an extension. */
  clear(prefix: string): void {
    if (this.#byPrefix.delete(prefix)) this.#announce(prefix);
  }

  /** Notes that the buckets of these extensions are about to be read. */
  expect(prefixes: readonly string[]): void {
    for (const prefix of prefixes) this.#unread.add(prefix);
  }

  /** Notes that the bucket of an extension has been read. */
  settle(prefix: string): void {
    this.#unread.delete(prefix);
  }

  /** Whether an extension may have instances that the board does not know yet. */
  isUnread(prefix: string): boolean {
    return this.#unread.has(prefix);
  }

  /** The live instances of an extension, sorted by id. */
  instances(prefix: string): StatusEntry[] {
    const now = this.#clock.now();
    const live = [...(this.#byPrefix.get(prefix)?.values() ?? [])].filter(({ until }) => until > now);
    return live.map(({ entry }) => entry).sort((a, b) => (a.instanceId < b.instanceId ? -1 : 1));
  }

  /** Whether an extension has any live instance, or the live instance with this id. */
  hasInstance(prefix: string, instanceId?: string): boolean {
    const instances = this.#byPrefix.get(prefix);
    if (!instances) return false;
    const now = this.#clock.now();
    if (instanceId !== undefined) return (instances.get(instanceId)?.until ?? 0) > now;
    for (const { until } of instances.values()) if (until > now) return true;
    return false;
  }

  /** Calls `listener` with the prefix whose instances changed. Returns the function that ends it. */
  onChange(listener: (prefix: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Calls `listener` with each entry that shows two processes taking turns to write it, because both have the same key. */
  onShared(listener: (entry: StatusEntry) => void): void {
    this.#sharedListeners.add(listener);
  }

  stop(): void {
    this.#cancelTimer();
    this.#listeners.clear();
    this.#sharedListeners.clear();
  }

  #announce(prefix: string): void {
    for (const listener of this.#listeners) listener(prefix);
  }

  #wakeAt(until: number): void {
    if (until >= this.#timerAt) return;
    this.#cancelTimer();
    this.#timerAt = until;
    this.#cancelTimer = this.#clock.after(Math.max(0, until - this.#clock.now()), () => this.#sweep());
  }

  #sweep(): void {
    this.#timerAt = Number.POSITIVE_INFINITY;
    const now = this.#clock.now();
    let next = Number.POSITIVE_INFINITY;
    for (const [prefix, instances] of this.#byPrefix) {
      for (const [id, { until }] of instances) {
        if (until <= now) this.remove(prefix, id);
        else next = Math.min(next, until);
      }
    }
    if (next < Number.POSITIVE_INFINITY) this.#wakeAt(next);
  }
}
