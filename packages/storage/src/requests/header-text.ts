/** Headers by name. */
export interface Headers {
  /** The first header with exactly this name; empty if there is none. */
  get(name: string): string;
}

/** Where a nats.js message keeps the raw bytes of its headers. */
interface RawMessage {
  readonly _msg: { readonly hdr: number };
  readonly _rdata: Uint8Array;
}

const VERSION = 'NATS/1.0';
const decoder = new TextDecoder();

/**
 * The headers of a message as text. Each header is searched when it is read. nats.js decodes all headers into a map, which costs
 * as much as the rest of a request.
 */
export class HeaderText implements Headers {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** The headers of a nats.js message; `undefined` for a message without headers, and for one of another library. */
  static of(message: object): HeaderText | undefined {
    // Fields of the library's own message class, which its types leave out. One that a consumer delivers holds such a message.
    const { msg = message } = message as { readonly msg?: object };
    const { _msg: lengths, _rdata: bytes } = msg as Partial<RawMessage>;
    if (!lengths || !bytes || lengths.hdr <= 0) return undefined;
    return new HeaderText(decoder.decode(bytes.subarray(0, lengths.hdr)));
  }

  /** Whether its first line has more than the version. Then it is a status of the server and not a message. */
  get hasStatus(): boolean {
    return !this.#text.startsWith(`${VERSION}\r\n`);
  }

  get(name: string): string {
    return this.#valueAfter(this.#text.indexOf(`\r\n${name}:`), name);
  }

  /** The last header with that name. The server writes its own after those of the sender. */
  last(name: string): string {
    return this.#valueAfter(this.#text.lastIndexOf(`\r\n${name}:`), name);
  }

  #valueAfter(at: number, name: string): string {
    if (at < 0) return '';
    const start = at + name.length + 3;
    return this.#text.slice(start, this.#text.indexOf('\r\n', start)).trim();
  }
}
