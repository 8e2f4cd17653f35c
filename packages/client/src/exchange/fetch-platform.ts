import { proxyFor, type Variables } from './proxy.js';

/** A request to the platform over HTTP. */
export interface PlatformRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
}

/** Its answer, whose body has been read under the same time limit as its head. */
export interface PlatformAnswer {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly text: string;
}

/** Asks a platform, through the proxy of the environment where there is one. Redirects are answers, not followed. */
export async function fetchPlatform(url: string, request: PlatformRequest, env: Variables): Promise<PlatformAnswer> {
  const proxy = proxyFor(new URL(url), env);
  const init = {
    ...request,
    headers: { ...request.headers, connection: 'close' },
    redirect: 'manual' as const,
  };
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

/** What an error adds if the way led through a proxy. Its password stays out. */
export function throughProxy(url: string, env: Variables): string {
  const proxy = proxyFor(new URL(url), env);
  return proxy ? ` (through the proxy ${proxy.protocol}//${proxy.host})` : '';
}
