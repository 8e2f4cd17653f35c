import { type Logger, runtimeType } from '@symphony-ts/contract';
import { AskedKeys } from './asked-keys.js';
import { Ownership } from './rendezvous.js';

/** Where live instances are seen; the status bucket in production. */
export interface InstanceSource {
  /** Calls `changed` with all live instances, at once, on every change, and when `isReady` changes, until `signal` aborts. */
  watch(changed: (instances: readonly string[]) => void, signal: AbortSignal): Promise<void>;
  /** Whether this instance may act on its share now. Omitted if it always may. */
  readonly isReady?: () => boolean;
}

/** Called on a rebalance, with the number of running instances and the number of remembered keys that this instance owns. */
export type RebalanceListener = (totalInstances: number, myItemCount: number) => void | Promise<void>;

export interface WorkPartitionerOptions {
  readonly instanceId: string;
  readonly source: InstanceSource;
  readonly logger: Logger;
}

/** Keys remembered for `myItemCount`; beyond that the oldest are forgotten. */
const REMEMBERED_KEYS = 100_000;

/**
 * Shares the keys of work among the live instances of an extension, by rendezvous hashing. Instances that see the same
 * instances give the same answer. If an instance starts or stops, as few keys as possible move. Ask again for each piece of
 * work; do not store the answer. Instances in other languages use another hash, so do not share work with them.
 *
 * An instance owns nothing until it is live and all others have counted it. It owns nothing while it may be cut off from
 * the others. So two instances never own the same key while all of them can reach the server. The first question starts the
 * partitioner, so its answer is `false`.
 */
export class WorkPartitioner {
  /** Identifies the class, also if the package is installed twice. */
  static readonly [runtimeType]: string = 'WorkPartitioner';
  readonly #options: WorkPartitionerOptions;
  readonly #isReady: () => boolean;
  readonly #listeners = new Set<RebalanceListener>();
  readonly #asked = new AskedKeys(REMEMBERED_KEYS);
  readonly #abort = new AbortController();
  #instances: readonly string[];
  #ownership: Ownership;
  /** Whether the listeners last heard that this instance has a share. */
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

  /** Starts to watch the instances. Resolves when the first list of instances is known. Later calls do nothing. */
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

  /** The ids of the live instances, sorted. The list always contains this instance. */
  activeInstances(): readonly string[] {
    this.#startQuietly();
    return this.#instances;
  }

  /**
   * How many keys this instance owns, among the keys that were asked about since the last rebalance. At most 100,000 keys are
   * remembered.
   */
  get myItemCount(): number {
    return this.#asked.owned;
  }

  /**
   * Calls `listener` when the live instances have changed, and when this instance gets its share or loses it (with 0 keys).
   * Returns a function that removes the listener.
   */
  onRebalance(listener: RebalanceListener): () => void {
    this.#listeners.add(listener);
    this.#startQuietly();
    return () => this.#listeners.delete(listener);
  }

  /** Stops watching. Afterwards a live instance owns nothing. */
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
    // Only listeners receive the number. Without listeners, the keys are not read again.
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
