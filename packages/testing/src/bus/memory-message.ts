import { type MsgHdrs, MsgHdrsImpl, type Payload, type PublishOptions } from '@nats-io/nats-core';

type Send = (subject: string, payload: Payload | undefined, options?: PublishOptions) => void;

interface MessageParts {
  readonly subject: string;
  readonly data: Uint8Array;
  readonly headers: MsgHdrs | undefined;
  readonly reply: string;
}

/** A message on the bus, in the shape of a nats.js message. */
export class MemoryMessage {
  readonly sid = 0;
  readonly subject: string;
  readonly data: Uint8Array;
  readonly headers?: MsgHdrs;
  readonly reply: string;
  readonly #send: Send;

  private constructor({ subject, data, headers, reply }: MessageParts, send: Send) {
    this.subject = subject;
    this.data = data;
    if (headers) this.headers = headers;
    this.reply = reply;
    this.#send = send;
  }

  /** A sent message in the form in which it arrives. */
  static arrived(sent: MessageParts, send: Send): MemoryMessage {
    return new MemoryMessage({ ...sent, headers: sent.headers && overTheWire(sent.headers) }, send);
  }

  /** The same message for another receiver, whose answer is lost unless `canSend` returns true. */
  for(canSend: () => boolean): MemoryMessage {
    const { subject, data, headers, reply } = this;
    return new MemoryMessage({ subject, data, headers, reply }, (...answer) => {
      if (canSend()) this.#send(...answer);
    });
  }

  respond(payload?: Payload, options?: PublishOptions): boolean {
    if (this.reply === '') return false;
    this.#send(this.reply, payload, options);
    return true;
  }

  string(): string {
    return new TextDecoder().decode(this.data);
  }

  json<T>(reviver?: (this: unknown, key: string, value: unknown) => unknown): T {
    return JSON.parse(this.string(), reviver) as T;
  }
}

/** The headers as a server delivers them: only their bytes. */
const overTheWire = (sent: MsgHdrs): MsgHdrs => MsgHdrsImpl.decode((sent as MsgHdrsImpl).encode());
