import type { Msg, Subscription } from '@nats-io/nats-core';
import type { Lane, PendingWrite } from './pending-write.js';

/** What a reply means: the request is done, has failed, or nobody answered it. */
export type Verdict = 'done' | 'silence' | Error;

/** What a channel sends and receives through. */
export interface ChannelLink {
  /** A new subject for replies. */
  readonly createInbox: () => string;
  readonly subscribe: (subject: string, callback: (message: Msg) => void) => Pick<Subscription, 'unsubscribe'>;
  /** Sends one request, which nobody answers without `reply`; throws what the connection throws. */
  readonly request: (
    entry: PendingWrite,
    reply: string | undefined,
    headers?: Readonly<Record<string, string>>,
  ) => void;
  /** Sends a message that is not a request, for its reply subject or its headers. Does nothing on a closed connection. */
  readonly signal: (subject: string, reply: string, headers?: Readonly<Record<string, string>>) => void;
  readonly subjectOf: (entry: PendingWrite) => string;
}

/** What a channel learns about the requests it has sent. */
export interface AckEvents {
  readonly judgeReply: (message: Msg) => Verdict;
  /** These are stored. */
  readonly onDone: (entries: readonly PendingWrite[]) => void;
  /** The request's own reply refuses it. */
  readonly onRefused: (entry: PendingWrite, error: Error) => void;
  /** What is on this lane may be stored or not. */
  readonly onBroken: (lane: Lane, verdict: Verdict) => void;
}

/**
 * One protocol by which a server acknowledges many writes. A pipeline offers each request to its channels in turn; the first
 * that takes it sends it, and reports through `AckEvents` what became of it.
 */
export interface AckChannel {
  /** Most requests under way for now; 0 while the channel waits for the server. */
  readonly limit: number;
  /** Sends the request and returns true, or leaves it to the next channel. `underWay` counts the requests of the pipeline. */
  send(entry: PendingWrite, underWay: number): boolean;
  /** Nothing more is to come for a while: asks the server to acknowledge what it has. May be called again. */
  flush(): void;
  /** To be called now and then, so that the channel notices when an answer was lost. */
  sweep(): void;
  /** Forgets what is under way, of which nothing more is to be heard. */
  reset(): void;
  /** Ends permanently. */
  close(): void;
}
