import type { Platform } from '@symphony-ts/platform';

/** What the platform answered. */
export interface PlatformAnswer<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The text as JSON; `undefined` where it is something else, or empty. */
  readonly body: T;
}

/** Sends a request to the HTTP API of a platform: `deed` is its method and its path below `/api/v1/`, such as `POST keys`. */
export async function askPlatform<T = unknown>(
  { httpUrl }: Pick<Platform, 'httpUrl'>,
  deed: string,
  { token, body }: { readonly token?: string | undefined; readonly body?: unknown } = {},
): Promise<PlatformAnswer<T>> {
  const [method = '', path = ''] = deed.split(' ');
  const response = await fetch(`${httpUrl}/api/v1/${path}`, {
    method,
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json');
  return {
    status: response.status,
    headers: response.headers,
    text,
    // What the platform answers is what its test says it is.
    body: (isJson && text !== '' ? JSON.parse(text) : undefined) as T,
  };
}
