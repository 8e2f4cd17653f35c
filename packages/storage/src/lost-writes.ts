import { toError } from '@symphony-ts/contract';
import { isOpen, type PendingWrite } from './pending-write.js';

/** The writes of one key, if it is not known whether some of them were stored. */
export interface LostChain {
  readonly key: string;
  /** The last known revision of the bucket before the first of them was sent; `undefined` if none was known. */
  readonly after: number | undefined;
  /** All writes of the key that are under way or done, oldest first. */
  readonly writes: readonly PendingWrite[];
}

/** The stored part of a chain. */
export interface StoredPart {
  /** How many of its oldest writes are stored, or would be undone because a later one is stored. */
  readonly count: number;
  /** Revision that the key is at; 0 if it has nothing. */
  readonly last: number;
}

export interface LostWritesOptions {
  /** Finds out which writes are stored. Rejects if that cannot be known. */
  readonly examine: (chain: LostChain) => Promise<StoredPart>;
  /** True for an error that may not occur again. */
  readonly mayPass: (error: Error) => boolean;
  readonly done: (entries: readonly PendingWrite[]) => void;
  /** Sends one again, with its whole time, on condition that the key is at the revision `upon`, if one is given. */
  readonly publish: (entry: PendingWrite, upon: number | undefined) => void;
  /** Called for a write that must be examined again later. */
  readonly lost: (entries: readonly PendingWrite[]) => void;
  readonly fail: (entry: PendingWrite, error: Error) => void;
}

interface Work {
  readonly chain: LostChain;
  readonly lost: readonly PendingWrite[];
}

/** How many keys are examined at the same time. */
const MOST_AT_ONCE = 128;

/**
 * Finds out which of the lost writes were stored, and sends only the others again. Sending a stored write again would undo
 * later writes of others.
 */
export class LostWrites {
  readonly #options: LostWritesOptions;
  readonly #waiting: Work[] = [];
  readonly #held = new Set<PendingWrite>();
  #running = 0;
  #examined = 0;

  constructor(options: LostWritesOptions) {
    this.#options = options;
  }

  /** How many keys were examined so far. */
  get examined(): number {
    return this.#examined;
  }

  /** True while it is being found out whether this one was stored. */
  has(entry: PendingWrite): boolean {
    return this.#held.has(entry);
  }

  /** Examines the lost ones among the running writes. Both lists are in the order of sending. */
  add(
    lost: readonly PendingWrite[],
    underWay: readonly PendingWrite[],
    afterOf: (entry: PendingWrite) => number | undefined,
  ): void {
    const lostByKey = groupByKey(lost);
    const writesByKey = groupByKey(underWay.filter(({ key, state }) => state !== 'failed' && lostByKey.has(key)));
    for (const [key, entries] of lostByKey) {
      const after = earliest(entries.map(afterOf));
      for (const entry of entries) {
        entry.state = 'alone';
        this.#held.add(entry);
      }
      this.#waiting.push({ chain: { key, after, writes: writesByKey.get(key) ?? entries }, lost: entries });
    }
    while (this.#running < MOST_AT_ONCE && this.#waiting.length > 0) void this.#run();
  }

  /** Sends nothing more. */
  close(): void {
    this.#waiting.length = 0;
    this.#held.clear();
  }

  async #run(): Promise<void> {
    this.#running += 1;
    for (let work = this.#waiting.shift(); work; work = this.#waiting.shift()) await this.#settle(work);
    this.#running -= 1;
  }

  async #settle({ chain, lost }: Work): Promise<void> {
    const { examine, mayPass, done, publish, fail, lost: giveBack } = this.#options;
    try {
      const { count, last } = await examine(chain);
      this.#examined += 1;
      const open = this.#release(lost);
      const isStored = (entry: PendingWrite): boolean => chain.writes.indexOf(entry) < count;
      done(open.filter(isStored));
      // The other writes depend on the first one, so they follow it.
      for (const [i, entry] of open.filter((write) => !isStored(write)).entries())
        publish(entry, i === 0 ? last : undefined);
    } catch (error) {
      const cause = toError(error);
      const open = this.#release(lost);
      if (mayPass(cause)) giveBack(open);
      else for (const entry of open) fail(entry, cause);
    }
  }

  /** The writes that are still open. */
  #release(entries: readonly PendingWrite[]): readonly PendingWrite[] {
    return entries.filter((entry) => this.#held.delete(entry) && isOpen(entry));
  }
}

function groupByKey(entries: readonly PendingWrite[]): ReadonlyMap<string, PendingWrite[]> {
  const groups = new Map<string, PendingWrite[]>();
  for (const entry of entries) {
    const group = groups.get(entry.key);
    if (group) group.push(entry);
    else groups.set(entry.key, [entry]);
  }
  return groups;
}

/** `undefined` if one of them is unknown. */
function earliest(revisions: readonly (number | undefined)[]): number | undefined {
  let result = Number.POSITIVE_INFINITY;
  for (const revision of revisions) {
    if (revision === undefined) return undefined;
    result = Math.min(result, revision);
  }
  return result;
}
