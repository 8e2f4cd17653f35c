import { MsgHdrsImpl } from '@nats-io/nats-core';
import { headers } from '@symphony-ts/contract';
import { REQUEST_ID_LENGTH } from './request-id.js';

const END = '\r\n\r\n';

/** Headers that never change. They are encoded once. */
export class FixedHeaders extends MsgHdrsImpl {
  readonly #bytes: Uint8Array;
  /** The same headers, with room for the id of a request at their end. */
  readonly #withPlace: Uint8Array;
  readonly #placeAt: number;

  constructor(pairs: Readonly<Record<string, string>>) {
    super();
    for (const [name, value] of Object.entries(pairs)) this.set(name, value);
    this.#bytes = super.encode();
    this.set(headers.requestId, '-'.repeat(REQUEST_ID_LENGTH));
    this.#withPlace = super.encode();
    this.delete(headers.requestId);
    this.#placeAt = this.#withPlace.length - REQUEST_ID_LENGTH - END.length;
  }

  override encode(): Uint8Array {
    return this.#bytes;
  }

  /** The same headers with the id of one request. Copying costs less than encoding the text again. */
  encodeWith(requestId: string): Uint8Array {
    const bytes = Buffer.allocUnsafe(this.#withPlace.length);
    bytes.set(this.#withPlace);
    bytes.write(requestId, this.#placeAt, 'latin1');
    return bytes;
  }
}

/** Fixed headers with an id of `newRequestId`. They can only be sent. */
export class NumberedHeaders implements Pick<MsgHdrsImpl, 'encode'> {
  readonly #fixed: FixedHeaders;
  readonly #requestId: string;

  constructor(fixed: FixedHeaders, requestId: string) {
    this.#fixed = fixed;
    this.#requestId = requestId;
  }

  encode(): Uint8Array {
    return this.#fixed.encodeWith(this.#requestId);
  }
}
