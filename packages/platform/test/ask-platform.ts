import type { Platform } from '@symphony-ts/platform';

/** The answer of the platform. */
export interface PlatformAnswer<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The text as JSON; `undefined` if it is empty or not JSON. */
  readonly body: T;
}

/** Sends a request to the HTTP API of a platform. `deed` is its method and its path below `/api/v1/`, such as `POST keys`. */
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
    // The caller states the type of the answer.
    body: (isJson && text !== '' ? JSON.parse(text) : undefined) as T,
  };
}
