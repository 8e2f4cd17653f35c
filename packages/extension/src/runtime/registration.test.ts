import { createHash } from 'node:crypto';
import type { SymphonyClient } from '@symphony-ts/client';
import { Manifest, RemoteError, ResourceUpload } from '@symphony-ts/contract';
import { platformRegistrar } from './registration.js';

const manifest = Manifest.parse({ prefix: 'orders', name: 'Orders', version: '1.0.0' });
const answer = { registered: '2026-01-01T00:00:00.000Z', buckets: [] };
const refusal = (status: number, details?: unknown): RemoteError =>
  new RemoteError({ subject: 'register', status, description: 'no', details });

/** A platform that gives these answers in turn. */
function platform(...answers: readonly unknown[]) {
  const left = [...answers];
  const asked: unknown[] = [];
  const request = async (_subject: string, body: unknown): Promise<unknown> => {
    asked.push(body);
    const next = left.shift();
    if (next instanceof Error) throw next;
    return next;
  };
  // The registrar uses no other member of a client.
  return { left, asked, registrar: platformRegistrar({ request } as Partial<SymphonyClient> as SymphonyClient, 'one') };
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
  it('sends the long texts of a manifest that is larger than a message ahead, and those alone that the platform lacks', async () => {
    const page = (name: string, text: string) => ({ uri: `ui://orders/${name}`, mimeType: 'text/html', text });
    const [known, long] = ['k'.repeat(300_000), 'l'.repeat(300_000)];
    const resources = [page('known', known), page('long', long), page('short', 'short')];
    const large = Manifest.parse({ ...manifest, features: { resources } });
    const lacking = [createHash('sha256').update(long).digest('hex')];
    const nothing = { lacking: [] };
    const { registrar, asked } = platform({ lacking }, nothing, nothing, nothing, answer);
    expect(await registrar.register(large)).toEqual(answer);
    const [, ...rest] = asked;
    const last = Manifest.parse(rest.pop());
    const pieces = rest.map((request) => ResourceUpload.parse(request).upload as { readonly text: string });
    expect(pieces.map(({ text }) => text).join('')).toBe(long);
    expect(last.features.resources.map(({ text }) => text)).toEqual(['', '', 'short']);
    expect(JSON.stringify(last).length).toBeLessThan(2_000);
  });
  it('gives up in the end', async () => {
    const { registrar } = platform(...Array.from({ length: 9 }, () => refusal(429, { retryAfterMs: 1 })));
    await expect(registrar.register(manifest)).rejects.toMatchObject({ code: 'REGISTRATION_REFUSED' });
  });
});
