import type { Msg, MsgHdrs } from '@nats-io/nats-core';
import { SymphonyError } from '@symphony-ts/contract';
import type { Cancellable, Cancellation } from './cancellation.js';
import type { Held } from './outbox.js';

/** A request, and the function that reads its reply. */
export interface Ask<T> {
  readonly subject: string;
  readonly data: Uint8Array;
  /** Above 0 and finite. */
  readonly timeoutMs: number;
  /** Just after a reconnect, it asks again if nobody listens: nothing was handled, and the listener may be coming back. */
  readonly waitsForResponders?: boolean | undefined;
  /**
   * It is sent at the end of this turn of the loop, together with all others with this option. For a caller that asks on behalf
   * of many connections.
   */
  readonly sharesWrite?: boolean | undefined;
  /** Each of them can cancel the request. */
  readonly cancellations?: readonly Cancellation[] | undefined;
  /** Creates the headers when the request is sent, from the remaining milliseconds. */
  headers?(leftMs: number): MsgHdrs | undefined;
  /** The result for the caller. If it throws, the caller gets a rejection. */
  read(reply: Msg, deadline: number): T | Promise<T>;
  /** The result for the caller if there is no reply. Default: a rejection with the error. */
  recover?(error: unknown): Promise<T>;
  /** Called if the request is given up after it was sent, so that the answering side can be told. */
  abandoned?(): void;
}

/** The functions of the sender that a running request needs. */
export interface RequestSender {
  send(pending: PendingRequest, leftMs: number): void;
  forget(pending: PendingRequest): void;
}

/** One running request. It ends once, with its reply or with an error. */
export class PendingRequest implements Held, Cancellable {
  readonly ask: Ask<unknown>;
  /** On the clock of `performance.now`. */
  readonly deadline: number;
  /** The number of the request. The requests of a connection are numbered in order. */
  readonly number: number;
  /** The promise for the caller. */
  readonly ended: Promise<unknown>;
  /** Its slot in the multiplexer. */
  place = -1;
  /** The last part of its reply subject. */
  token = '';
  isSent = false;
  #resolve: (value: unknown) => void = ignore;
  #reject: (error: unknown) => void = ignore;
  readonly #sender: RequestSender;

  constructor(ask: Ask<unknown>, deadline: number, number: number, sender: RequestSender) {
    this.ask = ask;
    this.deadline = deadline;
    this.number = number;
    this.#sender = sender;
    this.ended = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    if (ask.cancellations) for (const cancellation of ask.cancellations) cancellation.add(this);
  }

  get subject(): string {
    return this.ask.subject;
  }

  get bytes(): number {
    return this.ask.data.length + this.ask.subject.length;
  }

  send(): void {
    this.#sender.send(this, this.deadline - performance.now());
  }

  answer(reply: Msg): void {
    this.#end();
    try {
      this.#resolve(this.ask.read(reply, this.deadline));
    } catch (error) {
      this.#reject(error);
    }
  }

  fail(error: unknown): void {
    this.#end();
    if (this.ask.recover) this.#resolve(this.ask.recover(error));
    else this.#reject(error);
  }

  /** The caller has given up. */
  cancel(reason: unknown): void {
    this.fail(abortion(this.ask.subject, reason));
    // At its deadline, the answering side gives up on its own.
    if (this.isSent && performance.now() < this.deadline) this.ask.abandoned?.();
  }

  #end(): void {
    this.#sender.forget(this);
    const { cancellations } = this.ask;
    if (cancellations) for (const cancellation of cancellations) cancellation.delete(this);
  }
}

const ignore = (): void => undefined;

/** The error of a request that its caller has given up. */
export const abortion = (subject: string, cause: unknown): SymphonyError<'ABORTED'> =>
  new SymphonyError('ABORTED', { what: `the request to ${subject}` }, { cause });
