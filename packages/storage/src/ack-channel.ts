import type { Msg, Subscription } from '@nats-io/nats-core';
import type { Lane, PendingWrite } from './pending-write.js';

/** The meaning of a reply: the request is done, has failed, or nobody answered it. */
export type Verdict = 'done' | 'silence' | Error;

/** The connection of a channel: how it sends and receives. */
export interface ChannelLink {
  /** A new subject for replies. */
  readonly createInbox: () => string;
  readonly subscribe: (subject: string, callback: (message: Msg) => void) => Pick<Subscription, 'unsubscribe'>;
  /** Sends one request. Without `reply`, nobody answers it. Throws the error of the connection. */
  readonly request: (
    entry: PendingWrite,
    reply: string | undefined,
    headers?: Readonly<Record<string, string>>,
  ) => void;
  /** Sends a message that is not a request, for its reply subject or its headers. Does nothing on a closed connection. */
  readonly signal: (subject: string, reply: string, headers?: Readonly<Record<string, string>>) => void;
  readonly subjectOf: (entry: PendingWrite) => string;
}

/** The events that a channel reports about the requests it has sent. */
export interface AckEvents {
  readonly judgeReply: (message: Msg) => Verdict;
  /** The server has stored these requests. */
  readonly onDone: (entries: readonly PendingWrite[]) => void;
  /** The request's own reply refuses it. */
  readonly onRefused: (entry: PendingWrite, error: Error) => void;
  /** The requests on this lane may be stored or not. */
  readonly onBroken: (lane: Lane, verdict: Verdict) => void;
}

/**
 * One protocol by which a server acknowledges many writes. A pipeline offers each request to its channels in turn. The first
 * channel that accepts the request sends it, and reports the result through `AckEvents`.
 */
export interface AckChannel {
  /** Most requests under way for now; 0 while the channel waits for the server. */
  readonly limit: number;
  /** Sends the request and returns true, or leaves it to the next channel. `underWay` counts the requests of the pipeline. */
  send(entry: PendingWrite, underWay: number): boolean;
  /** No more requests come for a while, so the server should acknowledge those it has. May be called again. */
  flush(): void;
  /** To be called now and then, so that the channel notices when an answer was lost. */
  sweep(): void;
  /** Forgets the running requests. Nothing more will be reported about them. */
  reset(): void;
  /** Ends permanently. */
  close(): void;
}
