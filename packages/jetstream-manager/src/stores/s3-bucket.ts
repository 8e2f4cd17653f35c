import { setTimeout as sleep } from 'node:timers/promises';
import { JetStreamManagerError } from '../errors/manager-error.js';
import { textsIn } from './xml-texts.js';

/** How often a request is sent again whose connection broke, and how long to wait before that. */
export const waitsMs = [100, 400, 1600];

interface BucketParts {
  readonly name: string;
  /** Address of the bucket, without a slash at the end. */
  readonly url: string;
  /** Prefix of all names: empty, or with a slash at the end. */
  readonly prefix: string;
  /** Signs a request and sends it. */
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
}

/** The requests to one bucket of a service that speaks the protocol of S3. */
export class S3Bucket {
  readonly name: string;
  readonly prefix: string;
  readonly #url: string;
  readonly #fetch: BucketParts['fetch'];

  constructor({ name, url, prefix, fetch }: BucketParts) {
    this.name = name;
    this.prefix = prefix;
    this.#url = url;
    this.#fetch = fetch;
  }

  /** Address of the object `name`. */
  urlOf(name: string, query = ''): string {
    return `${this.#url}/${`${this.prefix}${name}`.split('/').map(encodeURIComponent).join('/')}${query}`;
  }

  /** Address of a list of objects. */
  listUrl(query: URLSearchParams): string {
    return `${this.#url}?${query.toString().replaceAll('+', '%20')}`;
  }

  /**
   * Sends a request, again if its connection breaks. `what` begins the text of the error.
   *
   * @throws `STORE_FAILED` when the service cannot be reached, or refuses the request
   */
  async send(what: string, url: string, init: RequestInit = {}): Promise<Response> {
    // A second request to begin or end an upload would begin another one, or not find it.
    const waits = init.method === 'POST' ? [] : waitsMs;
    const response = await repeat(what, waits, () => this.#fetch(url, init));
    if (response.ok) return response;
    const body = await response.text().catch(() => '');
    const [code] = textsIn(body, 'Code');
    // The message names the right region, or the time by which a clock is off.
    const [message] = code === 'NoSuchKey' ? [] : textsIn(body, 'Message');
    throw storeFailed(
      `${what}: the store answers ${response.status}${code === undefined ? '' : ` ${code}`}${message ? `: ${message}` : ''}`,
      undefined,
      response.status,
    );
  }
}

/** Sends a request again if the connection breaks before the answer. The client itself repeats refusals that pass. */
async function repeat(what: string, waits: readonly number[], request: () => Promise<Response>): Promise<Response> {
  for (const waitMs of waits) {
    try {
      return await request();
    } catch {
      await sleep(waitMs);
    }
  }
  try {
    return await request();
  } catch (error) {
    throw storeFailed(`${what}: ${reasonOf(error)}`, error);
  }
}

export const storeFailed = (what: string, cause?: unknown, status?: number): JetStreamManagerError =>
  new JetStreamManagerError('STORE_FAILED', what, { cause, details: { status } });

/** `fetch` puts the real error into the cause. */
export const reasonOf = (error: unknown): string => {
  const { message, cause } = error as { readonly message?: string; readonly cause?: { readonly message?: string } };
  return cause?.message ?? message ?? String(error);
};
