import { ConnectionError } from '@symphony-ts/contract';
import { explainFailure } from './fetch-failure.js';
import { proxyFor, type Variables } from './proxy.js';

/** A request to the platform over HTTP. */
export interface PlatformRequest {
  /** Scheme, host and port of the platform. */
  readonly baseUrl: string;
  /** Path and query. */
  readonly path: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** For the answer and its body; default 10 000. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal | undefined;
}

/** The answer with its whole body, which was read within the same time limit. */
export interface PlatformAnswer {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly text: string;
}

const TIMEOUT_MS = 10_000;

/**
 * Sends a request to a platform, through the proxy of the environment if there is one. A redirect is an answer and is not
 * followed, because it could take a token to another host. Rejects with the reason of `signal` when it aborts.
 *
 * @throws `CONNECTION_FAILED` when there is no answer in time
 */
export async function fetchPlatform(request: PlatformRequest, env: Variables): Promise<PlatformAnswer> {
  const { baseUrl, path, timeoutMs = TIMEOUT_MS, signal, ...init } = request;
  const url = baseUrl + path;
  const late = new AbortController();
  // `AbortSignal.timeout` would let the process end without an answer if a server closes the connection at once.
  const timer = setTimeout(() => late.abort(), timeoutMs);
  try {
    return await send(url, { ...init, signal: signal ? AbortSignal.any([signal, late.signal]) : late.signal }, env);
  } catch (error) {
    signal?.throwIfAborted();
    const reason = late.signal.aborted ? `no answer within ${timeoutMs} ms` : explainFailure(error);
    throw new ConnectionError({ address: baseUrl, reason: reason + throughProxy(url, env) }, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

type Init = Pick<PlatformRequest, 'method' | 'headers' | 'body'> & { readonly signal: AbortSignal };

async function send(url: string, given: Init, env: Variables): Promise<PlatformAnswer> {
  const proxy = proxyFor(new URL(url), env);
  const init = { ...given, headers: { ...given.headers, connection: 'close' }, redirect: 'manual' as const };
  if (!proxy) return read(await fetch(url, init));
  const undici = await import('undici');
  const dispatcher = new undici.ProxyAgent({ uri: proxy.href, proxyTunnel: false });
  try {
    return await read(await undici.fetch(url, { ...init, dispatcher }));
  } finally {
    await dispatcher.destroy();
  }
}

const read = async (response: Omit<PlatformAnswer, 'text'> & { text(): Promise<string> }): Promise<PlatformAnswer> => ({
  status: response.status,
  headers: response.headers,
  text: await response.text(),
});

/** The addition to an error if the request went through a proxy. It does not contain the proxy's password. */
function throughProxy(url: string, env: Variables): string {
  const proxy = proxyFor(new URL(url), env);
  return proxy ? ` (through the proxy ${proxy.protocol}//${proxy.host})` : '';
}
