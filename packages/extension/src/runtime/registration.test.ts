import type { SymphonyClient } from '@symphony-ts/client';
import { Manifest, RemoteError } from '@symphony-ts/contract';
import { platformRegistrar } from './registration.js';

const manifest = Manifest.parse({ prefix: 'orders', name: 'Orders', version: '1.0.0' });
const answer = { registered: '2026-01-01T00:00:00.000Z', buckets: [] };
const refusal = (status: number, details?: unknown): RemoteError =>
  new RemoteError({ subject: 'register', status, description: 'no', details });

/** A platform that answers as given, one after the other. */
function platform(...answers: readonly unknown[]) {
  const left = [...answers];
  const request = async (): Promise<unknown> => {
    const next = left.shift();
    if (next instanceof Error) throw next;
    return next;
  };
  // The registrar uses nothing else of a client.
  return { left, registrar: platformRegistrar({ request } as Partial<SymphonyClient> as SymphonyClient, 'one') };
}

describe('platformRegistrar', () => {
  it('registers again after as long as a platform that is asked too often wants', async () => {
    const { registrar } = platform(refusal(429, { retryAfterMs: 1 }), refusal(429, { retryAfterMs: 1 }), answer);
    expect(await registrar.register(manifest)).toEqual(answer);
  });
  it.each([[refusal(409)], [refusal(400, { retryAfterMs: 1 })]])('takes %s for an answer', async (refused) => {
    const { registrar, left } = platform(refused, answer);
    await expect(registrar.register(manifest)).rejects.toMatchObject({ code: 'REGISTRATION_REFUSED' });
    expect(left).toEqual([answer]);
  });
  it('gives up in the end', async () => {
    const { registrar } = platform(...Array.from({ length: 9 }, () => refusal(429, { retryAfterMs: 1 })));
    await expect(registrar.register(manifest)).rejects.toMatchObject({ code: 'REGISTRATION_REFUSED' });
  });
});
