import { httpPath, httpPaths } from '@symphony-ts/contract';
import { BridgeError } from './bridge-error.js';

/** The part of an HTTP answer that a frame receives. */
interface FrameAnswer {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
}

const METHODS = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']);
const PASSED = /^(?:accept|content-type|hx-[\w-]+)$/i;
const RETURNED = /^(?:content-type|location|hx-[\w-]+)$/i;

/** Calls an HTTP operation of the frame's own extension with the session of the person. It allows no other address. */
export async function fetchOwn(prefix: string, path: unknown, init: unknown): Promise<FrameAnswer> {
  const url = ownUrl(prefix, String(path), location.origin);
  const { method, headers, body } = readInit(init);
  const response = await fetch(url, {
    method,
    headers: { ...headers, 'x-symphony': '1' },
    redirect: 'error',
    ...(body === undefined || method === 'GET' ? {} : { body }),
  });
  return {
    status: response.status,
    headers: [...response.headers].filter(([name]) => RETURNED.test(name)),
    body: await response.text(),
  };
}

/** The address of `path` of an extension. Throws if the path leaves the extension. */
export function ownUrl(prefix: string, path: string, origin: string): URL {
  const root = new URL(`${httpPath(httpPaths.extension, { prefix })}/`, origin);
  const relative = path.startsWith(root.pathname) ? path.slice(root.pathname.length) : path.replace(/^\/+/, '');
  const url = new URL(`./${relative}`, root);
  // Also refuses texts that only become `..` when something on the way decodes them.
  const decoded = safeDecode(url.pathname);
  const isInside = url.origin === root.origin && url.pathname.startsWith(root.pathname);
  if (isInside && decoded !== undefined && !/(?:^|[/\\])\.\.(?:[/\\]|$)|\\/.test(decoded)) return url;
  throw new BridgeError(`${path} is outside of the extension`, 403);
}

function safeDecode(text: string): string | undefined {
  try {
    return decodeURIComponent(decodeURIComponent(text));
  } catch {
    return undefined;
  }
}

function readInit(value: unknown): { method: string; headers: Record<string, string>; body: string | undefined } {
  const given = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  const method = (typeof given['method'] === 'string' ? given['method'] : 'GET').toUpperCase();
  if (!METHODS.has(method)) throw new BridgeError(`${method} is not a method of an extension`, 400);
  const headers = Object.entries(given['headers'] ?? {}).filter(([name]) => PASSED.test(name));
  const body = given['body'];
  return {
    method,
    headers: Object.fromEntries(headers.map(([name, text]) => [name, String(text)])),
    body: typeof body === 'string' ? body : undefined,
  };
}
