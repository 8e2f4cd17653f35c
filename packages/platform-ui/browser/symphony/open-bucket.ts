import type { PageBucket, PageConnection, PageEntry } from '@symphony-ts/page';

/** A reply of a platform service that is an error. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';
  readonly code: number;

  constructor(message: string, code: number) {
    super(message);
    this.code = code;
  }
}

/** Asks a service of the platform. Rejects with `ServiceError` for what it refuses. */
export async function askPlatform<T>(nc: Pick<PageConnection, 'request'>, name: string, body: unknown): Promise<T> {
  const reply = await nc.request(`cirata.services.${name}`, JSON.stringify(body));
  const code = reply.headers?.get('Nats-Service-Error-Code') ?? '';
  const answer = reply.json<T & { readonly error?: string }>();
  if (code !== '') throw new ServiceError(answer.error ?? `the platform answered ${code}`, Number(code));
  return answer;
}

/** A bucket through the platform's storage service, since people have no JetStream of their own. */
export function openBucket(nc: Pick<PageConnection, 'request'>, prefix: string, bucket: string): PageBucket {
  const ask = <T>(operation: string, more: object): Promise<T> =>
    askPlatform<T>(nc, `storage.${operation}`, { prefix, bucket, ...more });
  return {
    async get<T>(key: string) {
      try {
        return await ask<PageEntry<T>>('get', { key });
      } catch (error) {
        if (error instanceof ServiceError && error.code === 404) return undefined;
        throw error;
      }
    },
    put: async (key, value) => (await ask<{ readonly revision: number }>('put', { key, value })).revision,
    delete: async (key) => void (await ask('delete', { key })),
    keys: async (filter) =>
      (await ask<{ readonly keys: string[] }>('list', filter === undefined ? {} : { key: filter })).keys,
  };
}
