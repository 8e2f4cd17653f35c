import { type MsgHdrs, MsgHdrsImpl, type Payload, type PublishOptions } from '@nats-io/nats-core';

/** A message on the bus, in the shape of a nats.js message. */
export class MemoryMessage {
  readonly sid = 0;
  readonly subject: string;
  readonly data: Uint8Array;
  readonly headers?: MsgHdrs;
  readonly reply: string;
  readonly #send: (subject: string, payload: Payload | undefined, options?: PublishOptions) => void;

  constructor(
    parts: { subject: string; data: Uint8Array; headers: MsgHdrs | undefined; reply: string },
    send: (subject: string, payload: Payload | undefined, options?: PublishOptions) => void,
  ) {
    this.subject = parts.subject;
    this.data = parts.data;
    if (parts.headers) this.headers = overTheWire(parts.headers);
    this.reply = parts.reply;
    this.#send = send;
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
