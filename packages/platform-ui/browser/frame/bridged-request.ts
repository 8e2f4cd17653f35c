import type { FrameResponse, SymphonyFrame } from '@symphony-ts/page';

const bridge = (): SymphonyFrame => (globalThis as unknown as { readonly symphony: SymphonyFrame }).symphony;
/** A host that does not exist. It only turns a path into a URL, as htmx expects. */
const NOWHERE = 'https://extension.invalid';

/** The part of `XMLHttpRequest` that htmx 2 uses, over the bridge instead of the network. */
export class BridgedRequest extends EventTarget {
  status = 0;
  statusText = '';
  response = '';
  responseText = '';
  responseURL = '';
  responseType = '';
  readyState = 0;
  timeout = 0;
  withCredentials = false;
  onload: (() => void) | null = null;
  onerror: (() => void) | null = null;
  onabort: (() => void) | null = null;
  ontimeout: (() => void) | null = null;
  readonly upload = new EventTarget();
  readonly #headers: Record<string, string> = {};
  #method = 'GET';
  #path = '';
  #answer: FrameResponse['headers'] = [];
  #isAborted = false;

  open(method: string, path: string): void {
    this.#method = method.toUpperCase();
    this.#path = path;
    this.responseURL = new URL(path, NOWHERE).href;
    this.readyState = 1;
  }

  setRequestHeader(name: string, value: string): void {
    this.#headers[name] = value;
  }

  overrideMimeType(): void {
    // The bridge transfers only text.
  }

  getResponseHeader(name: string): string | null {
    return this.#answer.find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1] ?? null;
  }

  getAllResponseHeaders(): string {
    return this.#answer.map(([name, value]) => `${name}: ${value}`).join('\r\n');
  }

  abort(): void {
    this.#isAborted = true;
    this.onabort?.();
    this.dispatchEvent(new Event('abort'));
  }

  send(body?: unknown): void {
    const text = bodyText(body);
    const init = { method: this.#method, headers: this.#headers, ...(text === undefined ? {} : { body: text }) };
    bridge()
      .fetch(this.#path, init)
      .then(
        (answer) => this.#finish(answer),
        () => this.#fail(),
      );
  }

  #finish({ status, headers, body }: FrameResponse): void {
    if (this.#isAborted) return;
    this.status = status;
    this.#answer = headers;
    this.response = body;
    this.responseText = body;
    this.readyState = 4;
    this.onload?.();
    for (const type of ['load', 'loadend']) this.dispatchEvent(new Event(type));
  }

  #fail(): void {
    if (this.#isAborted) return;
    this.readyState = 4;
    this.onerror?.();
    for (const type of ['error', 'loadend']) this.dispatchEvent(new Event(type));
  }
}

function bodyText(body: unknown): string | undefined {
  if (body === undefined || body === null) return undefined;
  if (typeof body === 'string') return body;
  if (body instanceof URLSearchParams) return body.toString();
  if (!(body instanceof FormData)) throw new TypeError('htmx sends forms and text');
  const pairs = [...body].filter((pair): pair is [string, string] => typeof pair[1] === 'string');
  return new URLSearchParams(pairs).toString();
}
