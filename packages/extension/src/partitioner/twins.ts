import { type Logger, type PeerMessage, type StatusEntry, SymphonyError, statusKey } from '@symphony-ts/contract';
import type { KeyValueBucket } from '@symphony-ts/storage';
import type { PeerLink } from './peer-link.js';

/** How far this process is on its way to a share of the work. */
export type Standing = 'idle' | 'waiting' | 'acting' | 'leaving';

export interface TwinsOptions {
  readonly prefix: string;
  readonly instanceId: string;
  /** Names this process; sorts by time of start. */
  readonly process: string;
  readonly bucket: Pick<KeyValueBucket<StatusEntry>, 'get'>;
  readonly link: Pick<PeerLink, 'say'>;
  readonly logger: Logger;
  /** How long a twin counts after its last sign of life. */
  readonly ttlMs: number;
  /** How long a twin must be silent before it counts as gone. It has stopped acting before that. */
  readonly graceMs: number;
  /** Monotonic, in milliseconds. */
  readonly now?: () => number;
}

interface Twin {
  readonly heardAt: number;
  /** Since when it has not answered. */
  readonly silentSince: number | undefined;
  /** False if only an old status entry shows it. A crashed process leaves such an entry. */
  readonly isLive: boolean;
}

/**
 * Other processes that were started with the same API key. To everybody else, all of them are one instance, so only one may act
 * on the share of that instance: the one that already acts, otherwise the one that started first. Each of the others waits.
 *
 * A process overwrites only the status entry that it has read. So if two start at the same time, the second one to write knows
 * the first, and asks it.
 */
export class Twins {
  readonly #options: TwinsOptions;
  readonly #now: () => number;
  readonly #twins = new Map<string, Twin>();
  readonly #listeners = new Set<() => void>();

  constructor(options: TwinsOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
  }

  /** Whether another process with the same key is known to live. */
  get areLive(): boolean {
    return [...this.#twins.values()].some(({ isLive }) => isLive);
  }

  /** Calls `listener` when a live twin becomes known. */
  onFound(listener: () => void): void {
    this.#listeners.add(listener);
  }

  /**
   * Looks whether another process has the key, before this one answers on the subjects of the instance.
   *
   * @throws `KEY_IN_USE` when another process has the key, and `isRefused`
   */
  async look(isRefused: boolean): Promise<void> {
    const { bucket, prefix, instanceId } = this.#options;
    const entry = await bucket.get(statusKey(prefix, instanceId));
    if (!entry) return;
    const { process, status } = entry.value;
    if (status === 'disconnected' || process === undefined) return;
    this.#twins.set(process, { heardAt: this.#now(), silentSince: undefined, isLive: false });
    await this.#ask(process);
    if (isRefused && this.areLive) throw new SymphonyError('KEY_IN_USE', { prefix, instanceId });
  }

  /** The status bucket shows which process has written the entry of this instance. */
  shown(process: string | undefined): void {
    if (process === undefined || process === this.#options.process) return;
    const known = this.#twins.get(process);
    if (!known || known.isLive) this.#heard(process);
  }

  /** Forgets the twins that have been silent for too long. */
  lapse(): void {
    const oldest = this.#now() - this.#options.ttlMs;
    for (const [process, { heardAt }] of this.#twins) if (heardAt < oldest) this.#twins.delete(process);
  }

  /** Asks all twins. False while one of them acts, comes first, or may not have noticed yet that it may no longer act. */
  async yield(): Promise<boolean> {
    const answers = await Promise.all([...this.#twins.keys()].map((process) => this.#ask(process)));
    return answers.every((isBehind) => isBehind);
  }

  /** Whether this process waits for the one that asks, if neither acts. */
  isBehind({ process, to }: PeerMessage): boolean {
    const { process: own } = this.#options;
    return to === own && process !== undefined && process < own;
  }

  /** The answer of this process to a twin; `undefined` if the question is for another process. */
  answer({ kind, process, to }: PeerMessage, standing: Standing): Readonly<Record<string, boolean>> | undefined {
    if (process === undefined || to !== this.#options.process) return undefined;
    if (kind === 'leaving') this.#twins.delete(process);
    else if (standing !== 'leaving') this.#heard(process);
    return { [standing === 'idle' ? 'here' : standing]: true };
  }

  /** Tells all twins that this process acts no more. */
  async leave(): Promise<void> {
    await Promise.all([...this.#twins.keys()].map((process) => this.#say(process, 'leaving')));
  }

  /** True if the twin does not prevent this process from acting. */
  async #ask(process: string): Promise<boolean> {
    const askedAt = this.#now();
    const answer = await this.#say(process, 'ask');
    if (answer === 'leaving') {
      this.#twins.delete(process);
      return true;
    }
    if (answer === 'silent' || answer === 'missing') return this.#silent(process, askedAt);
    this.#heard(process);
    return answer === 'here' || (answer === 'waiting' && process > this.#options.process);
  }

  #say(process: string, kind: PeerMessage['kind']): ReturnType<PeerLink['say']> {
    const { link, instanceId, process: own } = this.#options;
    return link.say(instanceId, { kind, from: instanceId, process: own, to: process });
  }

  #silent(process: string, askedAt: number): boolean {
    const known = this.#twins.get(process);
    if (!known) return true;
    const silentSince = known.silentSince ?? askedAt;
    const isGone = this.#now() - silentSince >= this.#options.graceMs;
    if (isGone) this.#twins.delete(process);
    else this.#twins.set(process, { ...known, silentSince });
    return isGone;
  }

  #heard(process: string): void {
    const isNews = this.#twins.get(process)?.isLive !== true;
    this.#twins.set(process, { heardAt: this.#now(), silentSince: undefined, isLive: true });
    if (!isNews) return;
    const { logger, prefix, instanceId } = this.#options;
    logger.warn(`${TWIN_REMARK}; give each process a key of its own, or start all of them with a REGISTRATION_TOKEN`, {
      prefix,
      instance_id: instanceId,
    });
    for (const listener of this.#listeners) listener();
  }
}

/** The remark in status and log about an instance that consists of two processes. */
export const TWIN_REMARK =
  'another process uses the same API key: together they are one instance, and one of them alone gets work from the partitioner';
