import { type Logger, runtimeType } from '@symphony-ts/contract';
import { AskedKeys } from './asked-keys.js';
import { Ownership } from './rendezvous.js';

/** Where live instances are seen; the status bucket in production. */
export interface InstanceSource {
  /** Calls `changed` with all live instances, at once, on every change, and when `isReady` changes, until `signal` aborts. */
  watch(changed: (instances: readonly string[]) => void, signal: AbortSignal): Promise<void>;
  /** Whether this instance may act on its share now. Absent where it always may. */
  readonly isReady?: () => boolean;
}

/** Called on a rebalance with the number of running instances, and how many remembered keys this instance now owns. */
export type RebalanceListener = (totalInstances: number, myItemCount: number) => void | Promise<void>;

export interface WorkPartitionerOptions {
  readonly instanceId: string;
  readonly source: InstanceSource;
  readonly logger: Logger;
}

/** Keys remembered for `myItemCount`; beyond that the oldest are forgotten. */
const REMEMBERED_KEYS = 100_000;

/**
 * Shares keys of work out among the live instances of an extension, by rendezvous hashing: every instance gives the
 * same answer once it sees the same instances, and a change moves as few keys as can be. Ask again for each piece of
 * work rather than keeping the answer. Instances of other languages hash otherwise: do not mix them for shared work.
 *
 * An instance owns nothing until it is live and all others have counted it, and nothing while it may be cut off from
 * them. So no two instances own a key while all can reach the server; the first question starts the partitioner, so it
 * is answered with `false`.
 */
export class WorkPartitioner {
  /** Tells the class across installed copies. */
  static readonly [runtimeType]: string = 'WorkPartitioner';
  readonly #options: WorkPartitionerOptions;
  readonly #isReady: () => boolean;
  readonly #listeners = new Set<RebalanceListener>();
  readonly #asked = new AskedKeys(REMEMBERED_KEYS);
  readonly #abort = new AbortController();
  #instances: readonly string[];
  #ownership: Ownership;
  /** Whether the listeners were told last that this instance has a share. */
  #hasShare: boolean;
  #watching: Promise<void> | undefined;

  constructor(options: WorkPartitionerOptions) {
    const { instanceId, source } = options;
    this.#options = options;
    this.#isReady = source.isReady ?? (() => true);
    this.#instances = [instanceId];
    this.#ownership = new Ownership(instanceId, this.#instances);
    this.#hasShare = source.isReady === undefined;
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
    if (!this.#watching) this.#startQuietly();
    const weight = this.#ownership.weigh(key);
    const isMine = this.#isReady() && this.#ownership.owns(key, weight);
    this.#asked.add(key, weight, isMine);
    return isMine;
  }

  /** The live instances, sorted; this one is always among them. */
  activeInstances(): readonly string[] {
    this.#startQuietly();
    return this.#instances;
  }

  /** How many of the keys asked about since the last rebalance this instance owns; at most 100,000 are remembered. */
  get myItemCount(): number {
    return this.#asked.owned;
  }

  /**
   * Calls `listener` when the live instances have changed, and when this instance gets its share or has to let go of it
   * (with 0 keys). Returns the function that ends this.
   */
  onRebalance(listener: RebalanceListener): () => void {
    this.#listeners.add(listener);
    this.#startQuietly();
    return () => this.#listeners.delete(listener);
  }

  /** Stops watching. A live instance owns nothing from then on. */
  stop(): void {
    this.#abort.abort();
    this.#listeners.clear();
  }

  #startQuietly(): void {
    if (this.#watching || this.#abort.signal.aborted) return;
    this.start().catch((error: unknown) => this.#options.logger.error('watching for instances failed', { err: error }));
  }

  #rebalance(seen: readonly string[]): void {
    if (!this.#isReady()) return this.#letGo();
    const { instanceId } = this.#options;
    const instances = [...new Set([...seen, instanceId])].sort();
    const isSame =
      instances.length === this.#instances.length && instances.every((id, at) => id === this.#instances[at]);
    if (isSame && this.#hasShare) return;
    this.#hasShare = true;
    this.#instances = instances;
    const ownership = new Ownership(instanceId, instances);
    this.#ownership = ownership;
    // Only listeners are told the number; without one the keys need not be read again.
    if (this.#listeners.size > 0) this.#asked.recount((key) => ownership.owns(key, ownership.weigh(key)));
    this.#tellAll(this.#asked.owned);
    this.#asked.clear();
  }

  #letGo(): void {
    if (!this.#hasShare) return;
    this.#hasShare = false;
    this.#asked.recount(() => false);
    this.#tellAll(0);
  }

  #tellAll(mine: number): void {
    for (const listener of this.#listeners) void this.#tell(listener, this.#instances.length, mine);
  }

  async #tell(listener: RebalanceListener, total: number, mine: number): Promise<void> {
    try {
      await listener(total, mine);
    } catch (error) {
      this.#options.logger.error('a rebalance listener failed', { err: error });
    }
  }
}
