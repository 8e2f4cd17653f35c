import type { PageBucket, PageChange, PageConnection, PageEntry, WriteOptions } from '@symphony-ts/page';
import { type Changes, followChanges } from './follow-changes.js';

/** An error reply of a platform service. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';
  readonly code: number;

  constructor(message: string, code: number) {
    super(message);
    this.code = code;
  }
}

type Connection = Pick<PageConnection, 'request'>;

/** Sends a request to a service of the platform. Rejects with `ServiceError` if it is refused. */
export async function askPlatform<T>(nc: Connection, name: string, body: unknown, timeout = 5_000): Promise<T> {
  const reply = await nc.request(`cirata.services.${name}`, JSON.stringify(body), { timeout });
  const code = reply.headers?.get('Nats-Service-Error-Code') ?? '';
  const answer = reply.json<T & { readonly error?: string }>();
  if (code !== '') throw new ServiceError(answer.error ?? `the platform answered ${code}`, Number(code));
  return answer;
}

const expected = ({ revision }: WriteOptions): WriteOptions => (revision === undefined ? {} : { revision });
/** Longer than the platform waits for a change. */
const WATCH_MS = 30_000;
/** Whether an error is final. Too many requests and a restarting platform are temporary. */
const isRefusal = (error: unknown): boolean => error instanceof ServiceError && error.code < 500 && error.code !== 429;

/** A bucket whose changes can be requested one answer at a time, as frames do. */
export interface PlatformBucket extends PageBucket {
  changes(filter: string | undefined, after: number | undefined): Promise<Changes>;
}

/** A bucket over the platform's storage service, because people have no direct access to JetStream. */
export function openBucket(nc: Connection, prefix: string, bucket: string): PlatformBucket {
  const ask = <T>(operation: string, more: object, timeout?: number): Promise<T> =>
    askPlatform<T>(nc, `storage.${operation}`, { prefix, bucket, ...more }, timeout);
  const changes = (filter: string | undefined, after: number | undefined): Promise<Changes> =>
    ask('watch', { key: filter, after }, WATCH_MS);
  return {
    async get<T>(key: string) {
      try {
        return await ask<PageEntry<T>>('get', { key });
      } catch (error) {
        if (error instanceof ServiceError && error.code === 404) return undefined;
        throw error;
      }
    },
    put: async (key, value, options = {}) =>
      (await ask<{ readonly revision: number }>('put', { key, value, ...expected(options) })).revision,
    delete: async (key, options = {}) => void (await ask('delete', { key, ...expected(options) })),
    keys: async (filter) =>
      (await ask<{ readonly keys: string[] }>('list', filter === undefined ? {} : { key: filter })).keys,
    history: async <T>(key: string) => (await ask<{ readonly changes: PageChange<T>[] }>('history', { key })).changes,
    changes,
    watch: <T>(filter?: string, { signal }: { readonly signal?: AbortSignal } = {}) =>
      // The page decides the type of the values, as with `get`.
      followChanges((after) => changes(filter, after), isRefusal, signal) as AsyncIterable<PageChange<T>>,
  };
}
