import type { Logger, PeerMessage } from '@symphony-ts/contract';
import type { PeerLink } from './peer-link.js';
import { Peers } from './peers.js';
import { StatusFeed, type StatusFeedOptions, type StatusNews } from './status-feed.js';
import type { Standing, Twins } from './twins.js';
import type { InstanceSource } from './work-partitioner.js';

/** The part of the heartbeat that a membership needs: the entry by which others see this instance. */
export interface OwnEntry {
  /** Writes the entry and gives its revision. Rejects if it cannot be written. */
  write(): Promise<number>;
  /** When the latest entry was sent, on the monotonic clock. */
  readonly writtenAt: number;
  /** The revision of that entry. */
  readonly revision: number;
}

export interface MembershipOptions {
  readonly instanceId: string;
  readonly prefix: string;
  readonly bucket: StatusFeedOptions['bucket'];
  readonly own: OwnEntry;
  readonly link: PeerLink;
  /** Other processes with the same API key. */
  readonly twins: Twins;
  readonly logger: Logger;
  /** How long an instance counts after its last sign of life. */
  readonly ttlMs: number;
  /** Monotonic, in milliseconds. */
  readonly now?: () => number;
}

/** How often neighbours are asked and the lease is renewed. */
const ROUND_MS = 500;
/** How long an instance may act after a round trip to the server. Shorter than `GRACE_MS`, after which others take over. */
const LEASE_MS = 2_500;
export const GRACE_MS = 3_000;
const NEIGHBOURS = 2;
const RETRY_MS = 250;
/** How often a process waits for its twin. */
const TWIN_RETRY_MS = 1_000;
/** How long the instance's own entry may take to arrive through the watch. */
const ECHO_MS = 3_000;
/** How many questions of one turn of the event loop use one reading of the clock. */
const QUESTIONS_PER_LOOK = 64;

/**
 * `idle`: not live yet. `joining`: owns nothing. It writes its entry, reads all others, and waits until each of them has
 * answered, and so has released the keys that are now this instance's. `member`: acts while its lease lasts. `left`: owns
 * nothing any more.
 */
type State = 'idle' | 'joining' | 'member' | 'left';

/**
 * Knows which instances are live, and whether this instance may act on its share. Two instances can own one key only if one of
 * them does not count the other. So an instance that joins, returns or wakes up acts only after all others have counted it. And
 * an instance that others may give up has already stopped acting, because its lease ends before they give it up.
 */
export class Membership implements InstanceSource {
  readonly #options: MembershipOptions;
  readonly #peers: Peers;
  readonly #feed: StatusFeed;
  readonly #now: () => number;
  #changed: (instances: readonly string[]) => void = () => undefined;
  #state: State = 'idle';
  #isWatching = false;
  #isComplete = false;
  #isJoining = false;
  /** Changes whenever a running join becomes invalid. */
  #epoch = 0;
  #leaseEndsAt = 0;
  #questionsLeft = 0;
  #rounds: NodeJS.Timeout | undefined;
  #isConnected = true;
  /** The instance's own latest entry that came through the watch, its time, and the callers that wait for the next one. */
  #echo = 0;
  #echoAt = -Infinity;
  #onEcho: (revision: number) => void = () => undefined;
  /** The time of the server when the latest own entry arrived, and the time of this process at that moment. */
  #server: { readonly ms: number; readonly at: number } | undefined;
  /** Entries that came before the time of the server was known. */
  readonly #early = new Map<string, StatusNews>();

  constructor(options: MembershipOptions) {
    const { ttlMs, now = () => performance.now(), bucket, prefix, logger, twins } = options;
    this.#options = options;
    this.#now = now;
    this.#peers = new Peers({ ttlMs, graceMs: GRACE_MS });
    // An instance that already acts continues. A running join has to ask the twin first.
    twins.onFound(() => {
      if (this.#state === 'joining') this.#epoch += 1;
    });
    this.#feed = new StatusFeed({
      bucket,
      prefix,
      logger,
      onNews: (news) => this.#read(news),
      onComplete: () => {
        this.#isComplete = true;
        this.#tell();
      },
    });
  }

  async watch(changed: (instances: readonly string[]) => void, signal: AbortSignal): Promise<void> {
    this.#changed = changed;
    this.#isWatching = true;
    const leave = this.#options.link.onConnection((isConnected) => this.#connectionChanged(isConnected));
    this.#rounds = setInterval(() => void this.#round(), ROUND_MS).unref();
    const stop = (): void => {
      this.#state = 'left';
      this.#questionsLeft = 0;
      this.#feed.stop();
    };
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    this.#join();
    try {
      await this.#feed.run();
    } finally {
      clearInterval(this.#rounds);
      leave();
    }
  }

  /** Called for every key, so the clock is read once for all questions of one turn. */
  readonly isReady = (): boolean => {
    if (this.#questionsLeft > 0) {
      this.#questionsLeft -= 1;
      return true;
    }
    if (this.#state !== 'member') return false;
    if (!this.#isLeaseValid()) {
      this.#suspend();
      return false;
    }
    this.#questionsLeft = QUESTIONS_PER_LOOK - 1;
    queueMicrotask(this.#endTurn);
    return true;
  };

  readonly #endTurn = (): void => {
    this.#questionsLeft = 0;
  };

  /** Others can see this instance and reach it: joins them once somebody asks for a share. */
  live(): void {
    if (this.#state !== 'idle') return;
    this.#state = 'joining';
    this.#join();
  }

  /** From now on this instance owns nothing, and it tells the others. Resolves when they know, or cannot be reached. */
  async leave(): Promise<void> {
    this.#state = 'left';
    this.#questionsLeft = 0;
    this.#epoch += 1;
    clearInterval(this.#rounds);
    if (!this.#isConnected) return;
    // The instance is still there if a twin is.
    if (this.#options.twins.areLive) await this.#options.twins.leave();
    else await this.#sayToAll({ kind: 'leaving' });
  }

  /** The answer of this instance to another one. `undefined` if another process of this instance has to answer. */
  answer(message: PeerMessage): Readonly<Record<string, boolean>> | undefined {
    const { from, kind, instance } = message;
    const { twins } = this.#options;
    if (message.to !== undefined) return this.#answerTwin(message);
    if (this.#state === 'left' && twins.areLive) return undefined;
    if (this.#isWatching && this.#state !== 'left' && from !== this.#options.instanceId) {
      if (kind === 'leaving') this.#update(this.#peers.left(from));
      else this.#update(this.#peers.heard(from, this.#now()));
      if (kind === 'gone' && instance !== undefined && this.#peers.has(instance)) void this.#confirmGone(instance);
    }
    return this.#state === 'left' ? { leaving: true } : { here: true };
  }

  #answerTwin(message: PeerMessage): Readonly<Record<string, boolean>> | undefined {
    const { twins } = this.#options;
    const standing = this.#standing();
    // It may go ahead now, so a join under way has to ask it again.
    if (standing === 'waiting' && twins.isBehind(message)) this.#epoch += 1;
    return twins.answer(message, standing);
  }

  #standing(): Standing {
    if (this.#state === 'left') return 'leaving';
    if (this.#state === 'member') return 'acting';
    return this.#state === 'joining' && this.#isWatching ? 'waiting' : 'idle';
  }

  #isLeaseValid(): boolean {
    const { own, ttlMs } = this.#options;
    const now = this.#now();
    // Others count this instance for `ttlMs` after they have received an entry, so a little longer than this.
    return now < this.#leaseEndsAt && now < own.writtenAt + 0.9 * ttlMs;
  }

  /** Stops acting, and joins again. */
  #suspend(): void {
    this.#epoch += 1;
    this.#questionsLeft = 0;
    if (this.#state !== 'member') return;
    this.#state = 'joining';
    // Not at once: a caller that asks for a key must not find its listener called in the middle.
    queueMicrotask(() => this.#tell());
    this.#join();
  }

  #connectionChanged(isConnected: boolean): void {
    this.#epoch += 1;
    this.#isConnected = isConnected;
    if (!isConnected) return;
    // The store may be another one now, whose revisions begin at 1 again.
    this.#echo = 0;
    this.#feed.restart();
    this.#suspend();
  }

  #join(): void {
    if (this.#isJoining || !this.#isWatching || this.#state !== 'joining') return;
    this.#isJoining = true;
    void this.#joinUntilDone().finally(() => {
      this.#isJoining = false;
    });
  }

  async #joinUntilDone(): Promise<void> {
    const { logger } = this.#options;
    while (this.#state === 'joining') {
      try {
        if (this.#isConnected && (await this.#options.twins.yield()) && (await this.#joinOnce())) return;
      } catch (error) {
        logger.debug('joining the other instances failed; trying again', { err: error });
      }
      await pause(this.#options.twins.areLive ? TWIN_RETRY_MS : RETRY_MS);
    }
  }

  /** False if the connection was lost on the way, or a twin was found. */
  async #joinOnce(): Promise<boolean> {
    const { own, link } = this.#options;
    const epoch = this.#epoch;
    await this.#echoOf(await own.write());
    // A server of 2.9 may never report that it has sent all entries, if an entry is replaced at that moment. The echo shows it,
    // too.
    this.#isComplete = true;
    await Promise.all(this.#peers.ids.map((id) => this.#askUntilAnswered(id)));
    const confirmedAt = this.#now();
    await link.confirm();
    if (epoch !== this.#epoch || this.#state !== 'joining') return false;
    this.#peers.lapse(this.#now());
    this.#state = 'member';
    this.#leaseEndsAt = confirmedAt + LEASE_MS;
    this.#tell();
    return true;
  }

  /** Resolves when the entry just written has come through the watch: all entries before it have come, too. */
  #echoOf(revision: number): Promise<void> {
    if (this.#echo === revision) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#feed.restart();
        reject(new Error('the status bucket does not show the entry of this instance'));
      }, ECHO_MS);
      this.#onEcho = (seen) => {
        if (seen < revision) return;
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Asks until the peer counts this instance, has left, or has been silent so long that its lease has ended. */
  async #askUntilAnswered(instanceId: string): Promise<void> {
    const until = this.#now() + GRACE_MS;
    while (this.#peers.has(instanceId) && this.#now() < until) {
      if ((await this.#ask(instanceId)) === 'here') return;
      await pause(RETRY_MS);
    }
  }

  async #ask(instanceId: string): Promise<string> {
    const answer = await this.#say(instanceId, { kind: 'ask' });
    const now = this.#now();
    if (answer === 'here') this.#update(this.#peers.heard(instanceId, now));
    if (answer === 'leaving') this.#update(this.#peers.left(instanceId));
    if (answer === 'missing' && this.#peers.missing(instanceId, now)) {
      this.#update(true);
      void this.#sayToAll({ kind: 'gone', instance: instanceId });
    }
    return answer;
  }

  async #confirmGone(instanceId: string): Promise<void> {
    if ((await this.#say(instanceId, { kind: 'ask' })) === 'missing') this.#update(this.#peers.left(instanceId));
  }

  #say(instanceId: string, message: Omit<PeerMessage, 'from'>): Promise<string> {
    return this.#options.link.say(instanceId, { ...message, from: this.#options.instanceId });
  }

  async #sayToAll(message: Omit<PeerMessage, 'from'>): Promise<void> {
    await Promise.all(this.#peers.ids.map((id) => this.#say(id, message)));
  }

  async #round(): Promise<void> {
    if (this.#state !== 'member') return;
    if (!this.#isLeaseValid()) return this.#suspend();
    this.#update(this.#peers.lapse(this.#now()));
    this.#watchTheWatch();
    const neighbours = this.#peers.neighbours(this.#options.instanceId, NEIGHBOURS);
    await Promise.all([this.#renew(), ...neighbours.map((id) => this.#ask(id))]);
  }

  async #renew(): Promise<void> {
    const epoch = this.#epoch;
    const startedAt = this.#now();
    try {
      await this.#options.link.confirm();
      if (epoch === this.#epoch && this.#state === 'member') this.#leaseEndsAt = startedAt + LEASE_MS;
    } catch {
      // The lease ends on its own.
    }
  }

  /** A watch that does not show the own entry shows no others either. */
  #watchTheWatch(): void {
    const { own } = this.#options;
    if (this.#echoAt < own.writtenAt && this.#now() - own.writtenAt > ECHO_MS) this.#suspend();
  }

  #read(news: StatusNews): void {
    if (news.instanceId === this.#options.instanceId) return this.#readOwn(news);
    if (!news.isLive) {
      this.#early.delete(news.instanceId);
      return this.#update(this.#peers.left(news.instanceId));
    }
    if (!this.#server) this.#early.set(news.instanceId, news);
    return this.#update(this.#peers.shown({ ...news, ageMs: this.#ageOf(news) }, this.#now()));
  }

  /** The own entry was written just now, so it tells the time of the server. */
  #readOwn({ revision, createdMs, isLive, process }: StatusNews): void {
    const at = this.#now();
    if (isLive) this.#options.twins.shown(process);
    this.#echo = revision;
    this.#echoAt = at;
    this.#server = { ms: createdMs, at };
    for (const early of this.#early.values()) {
      this.#peers.aged({ ...early, ageMs: this.#ageOf(early) }, at);
    }
    this.#early.clear();
    this.#onEcho(revision);
  }

  #ageOf({ createdMs }: StatusNews): number {
    return this.#server ? Math.max(0, this.#server.ms + this.#now() - this.#server.at - createdMs) : 0;
  }

  #update(isChanged: boolean): void {
    if (isChanged) this.#tell();
  }

  #tell(): void {
    if (this.#isComplete) this.#changed([this.#options.instanceId, ...this.#peers.ids]);
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
