import { runtimeType, type Logger } from '@symphony-ts/contract';
import { ownerOf, weigh, type Weigh } from './rendezvous.js';

/** Where live instances are seen; the status bucket in production. */
export interface InstanceSource {
  /** Calls `changed` with all live instances, at once and on every change, until `signal` aborts. */
  watch(changed: (instances: readonly string[]) => void, signal: AbortSignal): Promise<void>;
}

export type RebalanceListener = (totalInstances: number, myItemCount: number) => void | Promise<void>;

export interface WorkPartitionerOptions {
  readonly instanceId: string;
  readonly source: InstanceSource;
  readonly logger: Logger;
  readonly weigh?: Weigh;
}

/** Keys remembered for `myItemCount`; beyond that the oldest are forgotten. */
const REMEMBERED_KEYS = 100_000;

/**
 * Shares keys of work out among the live instances of an extension, by rendezvous hashing: every instance gives the
 * same answer once it sees the same instances, and a change moves as few keys as can be. Ask again for each piece of
 * work rather than keeping the answer. Instances of other languages hash otherwise: do not mix them for shared work.
 *
 * An instance always counts itself, so before it has seen the others it owns every key.
 */
export class WorkPartitioner {
  static readonly [runtimeType]: string = 'WorkPartitioner';
  readonly #options: WorkPartitionerOptions;
  readonly #listeners = new Set<RebalanceListener>();
  readonly #asked = new Set<string>();
  readonly #abort = new AbortController();
  #instances: readonly string[];
  #watching: Promise<void> | undefined;

  constructor(options: WorkPartitionerOptions) {
    this.#options = options;
    this.#instances = [options.instanceId];
  }

  /** Begins to watch for instances, and resolves once the first snapshot is known. Further calls do nothing. */
  start(): Promise<void> {
    this.#watching ??= new Promise((resolve, reject) => {
      const changed = (instances: readonly string[]): void => {
        this.#rebalance(instances);
        resolve();
      };
      this.#options.source.watch(changed, this.#abort.signal).then(resolve, reject);
    });
    return this.#watching;
  }

  /** Whether this instance owns `key` at this moment. */
  isMyWork(key: string): boolean {
    this.#startQuietly();
    if (!this.#asked.has(key) && this.#asked.size >= REMEMBERED_KEYS) {
      const [oldest] = this.#asked;
      if (oldest !== undefined) this.#asked.delete(oldest);
    }
    this.#asked.add(key);
    return this.#owns(key);
  }

  /** The live instances, sorted; this one is always among them. */
  activeInstances(): readonly string[] {
    this.#startQuietly();
    return this.#instances;
  }

  /** How many of the keys asked about since the last rebalance this instance owns; at most 100,000 are remembered. */
  get myItemCount(): number {
    return this.#countMine();
  }

  /** Calls `listener` whenever the set of live instances changes. Returns the function that ends this. */
  onRebalance(listener: RebalanceListener): () => void {
    this.#listeners.add(listener);
    this.#startQuietly();
    return () => this.#listeners.delete(listener);
  }

  /** Stops watching. The last known instances stay in force. */
  stop(): void {
    this.#abort.abort();
    this.#listeners.clear();
  }

  #owns(key: string): boolean {
    return ownerOf(key, this.#instances, this.#options.weigh ?? weigh) === this.#options.instanceId;
  }

  #countMine(): number {
    let mine = 0;
    for (const key of this.#asked) if (this.#owns(key)) mine += 1;
    return mine;
  }

  #startQuietly(): void {
    if (this.#watching || this.#abort.signal.aborted) return;
    this.start().catch((err: unknown) => this.#options.logger.error('watching for instances failed', { err }));
  }

  #rebalance(seen: readonly string[]): void {
    const instances = [...new Set([...seen, this.#options.instanceId])].sort();
    if (instances.join() === this.#instances.join()) return;
    this.#instances = instances;
    const mine = this.#countMine();
    this.#asked.clear();
    for (const listener of this.#listeners) void this.#tell(listener, instances.length, mine);
  }

  async #tell(listener: RebalanceListener, total: number, mine: number): Promise<void> {
    try {
      await listener(total, mine);
    } catch (err) {
      this.#options.logger.error('a rebalance listener failed', { err });
    }
  }
}
