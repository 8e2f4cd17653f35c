import { MsgHdrsImpl } from '@nats-io/nats-core';
import { headers } from '@symphony-ts/contract';

/** Headers that never change, written once. */
export class FixedHeaders extends MsgHdrsImpl {
  /** The same as text, without the empty line at the end. */
  readonly text: string;
  readonly #bytes: Uint8Array;

  constructor(pairs: Readonly<Record<string, string>>) {
    super();
    for (const [name, value] of Object.entries(pairs)) this.set(name, value);
    this.#bytes = super.encode();
    this.text = Buffer.from(this.#bytes).toString('latin1').slice(0, -'\r\n'.length);
  }

  override encode(): Uint8Array {
    return this.#bytes;
  }
}

/** Such headers, and the id of one request. They can be sent, and that is all that is done with them. */
export class NumberedHeaders implements Pick<MsgHdrsImpl, 'encode'> {
  readonly #fixed: FixedHeaders;
  readonly #requestId: string;

  constructor(fixed: FixedHeaders, requestId: string) {
    this.#fixed = fixed;
    this.#requestId = requestId;
  }

  encode(): Uint8Array {
    return Buffer.from(`${this.#fixed.text}${headers.requestId}: ${this.#requestId}\r\n\r\n`, 'latin1');
  }
}
