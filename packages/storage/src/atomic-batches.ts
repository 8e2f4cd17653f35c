import { type Msg, nuid } from '@nats-io/nats-core';
import type { AckChannel, AckEvents, ChannelLink } from './ack-channel.js';
import { type BatchPace, PROBE_ENTRIES } from './batch-pace.js';
import { endLane, type Lane, type PendingWrite } from './pending-write.js';

/** With fewer running requests, a batch is not worth its overhead. */
const WORTH_A_BATCH = 16;
/** The server refuses longer batches. */
const LONGEST_BATCH = 1_000;
/** The number of batches in a window. The next one fills while the server stores the earlier ones. */
const BATCHES_IN_WINDOW = 4;
/** The largest size of a batch, because the server holds its messages until the batch ends. */
const MOST_BYTES = 1024 * 1024;
/** After this many refused batches in a row, no more are tried. */
const MOST_REFUSALS = 2;

interface Batch extends Lane {
  readonly id: string;
  readonly inbox: string;
  /** The number of the batch, in the order of opening. */
  readonly order: number;
  bytes: number;
  /** The value of `entries.length` at the last `sweep`. */
  seen: number;
}

/**
 * Writes to a stream with `allow_atomic`, nats-server 2.14 and newer. Up to 1,000 messages are stored all at once or not at
 * all, with one acknowledgement and one flush to the disk. If a batch is refused, its messages are sent one by one, so that
 * each has a result of its own. Follows ADR-50, "Atomic Batch Publishing".
 *
 * It accepts requests while `pace` finds that this is the faster way.
 */
export class AtomicBatches implements AckChannel {
  readonly limit: number;
  readonly #link: ChannelLink;
  readonly #events: AckEvents;
  readonly #pace: BatchPace;
  readonly #longest: number;
  /** Batches that have ended, but are not acknowledged yet. */
  readonly #ended = new Set<Batch>();
  #open: Batch | undefined;
  #opened = 0;
  #furthest = 0;
  /** Since when the server has batches to store, and how many entries it has stored since then. */
  #busySince = 0;
  #stored = 0;
  #refusals = 0;

  constructor(
    link: ChannelLink,
    events: AckEvents,
    { window, pace }: { readonly window: number; readonly pace: BatchPace },
  ) {
    this.limit = window;
    this.#link = link;
    this.#events = events;
    this.#pace = pace;
    this.#longest = Math.min(LONGEST_BATCH, Math.floor(window / BATCHES_IN_WINDOW));
  }

  /** Accepts no request that needs a reply of its own. */
  send(entry: PendingWrite, underWay: number): boolean {
    if (entry.state === 'alone') return false;
    if (!this.#open && !this.#isWorthIt(underWay)) return false;
    const batch = (this.#open ??= this.#begin());
    batch.entries.push(entry);
    batch.bytes += entry.data.length;
    entry.lane = batch;
    const headers = { 'Nats-Batch-Id': batch.id, 'Nats-Batch-Sequence': String(batch.entries.length) };
    if (batch.entries.length < this.#longest && batch.bytes < MOST_BYTES) {
      this.#link.request(entry, undefined, headers);
    } else {
      this.#end(batch);
      this.#link.request(entry, batch.inbox, { ...headers, 'Nats-Batch-Commit': '1' });
    }
    return true;
  }

  /** Ends the open batch with a message that is not stored. */
  flush(): void {
    const batch = this.#open;
    if (!batch) return;
    const [first] = batch.entries;
    this.#end(batch);
    if (!first) return;
    this.#link.signal(this.#link.subjectOf(first), batch.inbox, {
      'Nats-Batch-Id': batch.id,
      'Nats-Batch-Sequence': String(batch.entries.length + 1),
      'Nats-Batch-Commit': 'eob',
    });
  }

  /** Ends a batch that has got no message since the last call. */
  sweep(): void {
    const batch = this.#open;
    if (!batch) return;
    if (batch.seen === batch.entries.length) this.flush();
    batch.seen = batch.entries.length;
  }

  reset(): void {
    for (const batch of [...this.#ended, ...(this.#open ? [this.#open] : [])]) endLane(batch);
  }

  close(): void {
    this.reset();
  }

  #isWorthIt(underWay: number): boolean {
    return this.#refusals < MOST_REFUSALS && underWay >= WORTH_A_BATCH && this.#pace.kind === 'atomic';
  }

  #begin(): Batch {
    const { createInbox, subscribe } = this.#link;
    const inbox = createInbox();
    const order = ++this.#opened;
    if (this.#ended.size === 0) this.#busySince = performance.now();
    const batch: Batch = {
      id: nuid.next(),
      inbox,
      order,
      bytes: 0,
      seen: 0,
      entries: [],
      isPassed: () => order < this.#furthest,
      needsProbe: true,
      end: () => {
        subscription.unsubscribe();
        this.#ended.delete(batch);
        if (this.#open === batch) this.#open = undefined;
      },
    };
    const subscription = subscribe(inbox, (message) => this.#receive(batch, message));
    return batch;
  }

  #end(batch: Batch): void {
    this.#open = undefined;
    this.#ended.add(batch);
  }

  #receive(batch: Batch, message: Msg): void {
    const verdict = this.#events.judgeReply(message);
    if (verdict !== 'done') {
      if (verdict !== 'silence') this.#refusals++;
      this.#events.onBroken(batch, verdict);
      return;
    }
    this.#refusals = 0;
    this.#furthest = Math.max(this.#furthest, batch.order);
    const stored = endLane(batch);
    this.#judge(stored.length);
    this.#events.onDone(stored);
  }

  /** Several acknowledgements come at once. So the pace is measured until the server has nothing more to do. */
  #judge(entries: number): void {
    this.#stored += entries;
    if (this.#ended.size > 0) return;
    if (this.#stored >= PROBE_ENTRIES) {
      const msEach = (performance.now() - this.#busySince) / this.#stored;
      this.#pace.note('atomic', { entries: this.#stored, msEach });
    }
    this.#busySince = performance.now();
    this.#stored = 0;
  }
}
