import type { Msg, MsgHdrs } from '@nats-io/nats-core';
import { SymphonyError } from '@symphony-ts/contract';
import type { Cancellable, Cancellation } from './cancellation.js';
import type { Held } from './outbox.js';

/** A request, and what is made of its reply. */
export interface Ask<T> {
  readonly subject: string;
  readonly data: Uint8Array;
  /** Above 0 and finite. */
  readonly timeoutMs: number;
  /** Just after a reconnect: asks again where nobody listens, since nothing was handled and who listens may be on his way back. */
  readonly waitsForResponders?: boolean | undefined;
  /** Goes out at the end of this turn of the loop, with all others that say so: for who asks on behalf of many connections. */
  readonly sharesWrite?: boolean | undefined;
  /** Any of them gives up the request. */
  readonly cancellations?: readonly Cancellation[] | undefined;
  /** Asked for when it is sent, with the milliseconds that are left. */
  headers?(leftMs: number): MsgHdrs | undefined;
  /** What the caller gets. What it throws, the caller gets as a rejection. */
  read(reply: Msg, deadline: number): T | Promise<T>;
  /** What the caller gets where there is no reply; by default a rejection with the error. */
  recover?(error: unknown): Promise<T>;
  /** Called where it is given up after it was sent, so that whoever answers can be told. */
  abandoned?(): void;
}

/** What a request under way needs of whoever sends it. */
export interface RequestSender {
  send(pending: PendingRequest, leftMs: number): void;
  forget(pending: PendingRequest): void;
}

/** One request under way: it ends once, with its reply or with an error. */
export class PendingRequest implements Held, Cancellable {
  readonly ask: Ask<unknown>;
  /** On the clock of `performance.now`. */
  readonly deadline: number;
  /** Which of the requests of its connection it is: they are numbered as they are made. */
  readonly number: number;
  /** What its caller waits for. */
  readonly ended: Promise<unknown>;
  /** Where its sender keeps it. */
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

  /** Whoever waited for it has given up. */
  cancel(reason: unknown): void {
    this.fail(abortion(this.ask.subject, reason));
    // At its deadline the answerer gives up by itself.
    if (this.isSent && performance.now() < this.deadline) this.ask.abandoned?.();
  }

  #end(): void {
    this.#sender.forget(this);
    const { cancellations } = this.ask;
    if (cancellations) for (const cancellation of cancellations) cancellation.delete(this);
  }
}

const ignore = (): void => undefined;

/** A request given up by whoever waited for it. */
export const abortion = (subject: string, cause: unknown): SymphonyError<'ABORTED'> =>
  new SymphonyError('ABORTED', { what: `the request to ${subject}` }, { cause });
