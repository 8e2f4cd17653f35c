import type { BrowserNkey } from './browser-nkey.js';

type Handler<E> = ((event: E) => void) | null;

/** What the socket needs before and during the greeting. */
export interface NonceSocketParts {
  /** Awaited before the socket is opened. */
  readonly prepare: () => Promise<void>;
  readonly nkey: BrowserNkey;
  /** Receives the signature of the server's nonce, before the client sees the nonce. */
  readonly signed: Map<string, Uint8Array>;
}

/**
 * A WebSocket that holds back the server's first line until its nonce is signed. The NATS client requests the signature
 * synchronously, but WebCrypto delivers it asynchronously.
 *
 * If `prepare` fails, the socket behaves like one that could not connect. A `wsFactory` that rejects instead would make
 * nats-core 3.4 wait forever for the close event of a socket that does not exist.
 */
export class NonceSocket {
  onopen: Handler<Event> = null;
  onmessage: Handler<MessageEvent> = null;
  onclose: Handler<CloseEvent> = null;
  onerror: Handler<Event> = null;
  binaryType: BinaryType = 'arraybuffer';
  readonly #parts: NonceSocketParts;
  #socket: WebSocket | undefined;
  #greeting: Promise<void> | undefined;
  #isGreeted = false;
  #isClosed = false;

  constructor(url: string, parts: NonceSocketParts) {
    this.#parts = parts;
    parts.prepare().then(
      () => void (this.#isClosed || this.#open(url)),
      () => this.#fail(),
    );
  }

  get bufferedAmount(): number {
    return this.#socket?.bufferedAmount ?? 0;
  }

  get readyState(): number {
    return this.#socket?.readyState ?? (this.#isClosed ? WebSocket.CLOSED : WebSocket.CONNECTING);
  }

  send(data: ArrayBuffer | ArrayBufferView<ArrayBuffer> | string): void {
    this.#socket?.send(data);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    if (this.#socket) this.#socket.close();
    else queueMicrotask(() => this.onclose?.(new CloseEvent('close', { wasClean: true })));
  }

  #fail(): void {
    this.#isClosed = true;
    this.onerror?.(Object.assign(new Event('error'), { message: 'no credentials' }));
    this.onclose?.(new CloseEvent('close', { wasClean: false, reason: 'no credentials' }));
  }

  #open(url: string): void {
    const socket = new WebSocket(url);
    this.#socket = socket;
    socket.binaryType = 'arraybuffer';
    socket.addEventListener('open', (event) => this.onopen?.(event));
    socket.addEventListener('close', (event) => this.onclose?.(event));
    socket.addEventListener('error', (event) => this.onerror?.(event));
    socket.addEventListener('message', (event: MessageEvent<ArrayBuffer>) => this.#receive(event));
  }

  #receive(event: MessageEvent<ArrayBuffer>): void {
    if (this.#isGreeted) {
      this.onmessage?.(event);
      return;
    }
    // Messages that arrive during the signing are delivered after the greeting.
    this.#greeting ??= this.#sign(event.data);
    void this.#greeting.then(() => {
      this.#isGreeted = true;
      this.onmessage?.(event);
    });
  }

  async #sign(first: ArrayBuffer): Promise<void> {
    const line = /^INFO (.*)\r\n/.exec(new TextDecoder().decode(first))?.[1];
    const { nonce } = (line === undefined ? {} : JSON.parse(line)) as { readonly nonce?: string };
    if (nonce === undefined) return;
    const { nkey, signed } = this.#parts;
    signed.set(nonce, await nkey.sign(new TextEncoder().encode(nonce)));
  }
}
