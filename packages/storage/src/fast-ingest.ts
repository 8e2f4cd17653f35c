import type { Msg } from '@nats-io/nats-core';
import type { AckChannel, AckEvents, ChannelLink } from './ack-channel.js';
import { type BatchPace, PROBE_ENTRIES } from './batch-pace.js';
import { endLane, type Lane, type PendingWrite } from './pending-write.js';

/** With fewer running requests, a batch is not worth the round trip that opens it. */
const WORTH_A_BATCH = 256;
/** The largest number of messages that the server acknowledges at once. */
const LONGEST_FLOW = 500;
/** How many acknowledgements may be outstanding, so that the server has work while they travel. */
const OUTSTANDING = 8;
/** The same number while the speed of the server is measured. */
const PROBE_FLOW = PROBE_ENTRIES / 4;
const LONGEST_WINDOW = LONGEST_FLOW * OUTSTANDING;

/** The second last token of a reply subject shows the purpose of a message. */
const OPEN = '0';
const APPEND = '1';
const END = '3';

interface Batch extends Lane {
  /** A subject of the stream, for the message that ends the batch. */
  readonly subject: string;
  readonly replyPrefix: string;
  state: 'opening' | 'open' | 'ending';
  /** Whether to end the batch as soon as it is open. */
  endWanted: boolean;
  /** Messages between two acknowledgements, as the server currently wants it. */
  flow: number;
  sent: number;
  acknowledged: number;
  /** `sent` and `acknowledged` together, when `sweep` last looked, and how often it has found the same since. */
  seen: number;
  quiet: number;
  /** Measures how long an entry takes, with few entries and many acknowledgements. */
  readonly isProbe: boolean;
  openedAt: number;
  /** The number of acknowledged entries that `BatchPace` already knows. */
  judged: number;
  /** How often `sweep` may find the same: as often as it looked while the batch opened, and once more. */
  patience: number;
}

/**
 * Writes to a stream with `allow_batched`, nats-server 2.14 and newer. The server acknowledges up to 500 messages at a time,
 * which halves the work on both sides. A gap or an error ends a batch, so everything before an acknowledgement is stored.
 * Follows ADR-50, "Fast-ingest Batch Publishing".
 *
 * There is one batch at a time. Requests that arrive while it opens or ends are sent in the ordinary way.
 */
export class FastIngest implements AckChannel {
  readonly #link: ChannelLink;
  readonly #events: AckEvents;
  readonly #window: number;
  readonly #longestFlow: number;
  readonly #pace: BatchPace | undefined;
  #batch: Batch | undefined;
  #isRefused = false;

  constructor(
    link: ChannelLink,
    events: AckEvents,
    { window, pace }: { readonly window: number; readonly pace?: BatchPace | undefined },
  ) {
    this.#link = link;
    this.#events = events;
    this.#pace = pace;
    this.#window = window;
    this.#longestFlow = Math.min(LONGEST_FLOW, Math.floor(window / OUTSTANDING));
  }

  /** The present maximum of running requests. It is 0 while a batch opens, or while a batch measures the server. */
  get limit(): number {
    const batch = this.#batch;
    if (batch?.state === 'opening' || this.#endsProbe(batch)) return 0;
    if (batch?.state !== 'open') return this.#window;
    return Math.min(this.#window, batch.flow * OUTSTANDING, batch.isProbe ? 2 * PROBE_ENTRIES : LONGEST_WINDOW);
  }

  /** Accepts no request that needs a reply of its own, and none that comes while a batch opens or ends. */
  send(entry: PendingWrite, underWay: number): boolean {
    if (entry.state === 'alone') return false;
    const batch = this.#batch;
    if (batch) {
      if (batch.state !== 'open') return false;
      this.#add(batch, entry, APPEND);
      return true;
    }
    if (this.#isRefused || this.#pace?.kind === 'atomic' || underWay < this.#worthABatch) return false;
    this.#batch = this.#open(this.#link.subjectOf(entry));
    this.#add(this.#batch, entry, OPEN);
    return true;
  }

  /** Ends the batch, so that the server also acknowledges the last messages. May be called again, because a call may be lost. */
  flush(): void {
    const batch = this.#batch;
    if (!batch) return;
    batch.endWanted = true;
    // A server that does not know such batches would store the message as a value.
    if (batch.state === 'opening') return;
    batch.state = 'ending';
    this.#link.signal(batch.subject, `${batch.replyPrefix}${batch.sent + 1}.${END}.$FI`);
  }

  /**
   * Call this regularly. It ends a batch that has made no progress for longer than the server takes to answer: either no more
   * requests came, or its answer was lost.
   */
  sweep(): void {
    const batch = this.#batch;
    if (!batch) return;
    if (batch.state === 'opening') {
      batch.patience++;
      return;
    }
    const moved = batch.sent + batch.acknowledged;
    batch.quiet = moved === batch.seen ? batch.quiet + 1 : 0;
    batch.seen = moved;
    if (batch.quiet < batch.patience) return;
    batch.quiet = 0;
    this.flush();
  }

  /** Forgets the batch. Later answers about it are ignored. */
  reset(): void {
    if (this.#batch) endLane(this.#batch);
  }

  /** Ends permanently. */
  close(): void {
    if (this.#batch?.state === 'open') this.flush();
    this.reset();
  }

  /** The next batch is worth waiting for. */
  #endsProbe(batch: Batch | undefined): boolean {
    return batch?.state === 'ending' && batch.isProbe && this.#pace?.kind === 'fast';
  }

  /** If the speed is not known yet, few entries are enough to measure it. */
  get #worthABatch(): number {
    return this.#pace?.isProbing ? PROBE_ENTRIES : WORTH_A_BATCH;
  }

  #add(batch: Batch, entry: PendingWrite, operation: string): void {
    batch.entries.push(entry);
    entry.lane = batch;
    this.#link.request(entry, `${batch.replyPrefix}${++batch.sent}.${operation}.$FI`);
  }

  #open(subject: string): Batch {
    const { createInbox, subscribe } = this.#link;
    const inbox = createInbox();
    const isProbe = this.#pace?.isProbing ?? false;
    const batch: Batch = {
      subject,
      replyPrefix: `${inbox}.${isProbe ? Math.min(PROBE_FLOW, this.#longestFlow) : this.#longestFlow}.fail.`,
      isProbe,
      state: 'opening',
      endWanted: false,
      flow: 1,
      sent: 0,
      acknowledged: 0,
      seen: 0,
      quiet: 0,
      patience: 1,
      openedAt: 0,
      judged: 0,
      entries: [],
      // Ending an open batch asks for its acknowledgement.
      isPassed: () => batch.state === 'opening',
      needsProbe: false,
      end: () => {
        subscription.unsubscribe();
        if (this.#batch === batch) this.#batch = undefined;
      },
    };
    const subscription = subscribe(`${inbox}.>`, (message) => this.#receive(batch, message));
    return batch;
  }

  #receive(batch: Batch, message: Msg): void {
    const reply = readFlowReply(message);
    if (!reply) {
      this.#giveUp(batch, message);
      return;
    }
    if (reply.isLast) batch.end();
    else {
      batch.flow = reply.flow;
      if (batch.state === 'opening') {
        batch.state = 'open';
        batch.openedAt = performance.now();
      }
      if (batch.endWanted && batch.state === 'open') this.flush();
    }
    const done = batch.entries.splice(0, Math.max(0, reply.upTo - batch.acknowledged));
    batch.acknowledged = Math.max(batch.acknowledged, reply.upTo);
    this.#judge(batch, reply.isLast);
    this.#events.onDone(done);
    if (reply.isLast && batch.entries.length > 0) this.#giveUp(batch, message);
  }

  /** Ends the batch if it proves to be the slower kind. */
  #judge(batch: Batch, isLast: boolean): void {
    const pace = this.#pace;
    const entries = batch.acknowledged - batch.judged;
    if (!pace || entries < PROBE_ENTRIES) return;
    batch.judged = batch.acknowledged;
    pace.note('fast', { entries, msEach: (performance.now() - batch.openedAt) / batch.acknowledged });
    if (!isLast && (batch.isProbe || pace.kind === 'atomic')) this.flush();
  }

  #giveUp(batch: Batch, message: Msg): void {
    this.#isRefused = true;
    this.#events.onBroken(batch, this.#events.judgeReply(message));
  }
}

/** All up to the message of this number is stored. */
type FlowReply =
  | { readonly isLast: false; readonly upTo: number; readonly flow: number }
  | { readonly isLast: true; readonly upTo: number };

/** `undefined` for a gap, an error, or a server that knows nothing of batches. */
function readFlowReply(message: Msg): FlowReply | undefined {
  let body: { type?: unknown; seq?: unknown; msgs?: unknown; batch?: unknown; count?: unknown; error?: unknown };
  try {
    body = message.json();
  } catch {
    return undefined;
  }
  const { type, seq, msgs, batch, count, error } = body;
  if (type === 'ack' && typeof seq === 'number' && typeof msgs === 'number') {
    return { isLast: false, upTo: seq, flow: msgs };
  }
  if (error === undefined && typeof batch === 'string' && typeof count === 'number') {
    return { isLast: true, upTo: count };
  }
  return undefined;
}
