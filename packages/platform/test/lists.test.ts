import { platformServices } from '@symphony-ts/contract';
import { type Platform, startPlatform } from '@symphony-ts/platform';
import * as z from 'zod';
import { eventually } from '../../../test/support/eventually.js';
import { join, manifest } from './nats-user.js';

let platform: Platform;
let admin: string;
beforeAll(async () => {
  platform = await startPlatform();
  const capabilities = { pub: { allow: ['cirata.services.>'] }, sub: { allow: [] } };
  ({ token: admin } = await platform.keys.create({ name: 'admin', kind: 'client', capabilities }));
});
afterAll(() => platform.stop());

const send = (path: string, init: RequestInit = {}, token = admin): Promise<Response> =>
  fetch(`${platform.httpUrl}${path}`, {
    ...init,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
  });

/** The lengths of all pages of a list, and all its entries. */
async function pagesOf(path: string): Promise<{ readonly lengths: number[]; readonly entries: object[] }> {
  const lengths: number[] = [];
  const entries: object[] = [];
  for (let next: string | undefined = path; next !== undefined; ) {
    const response = await send(next);
    expect(response.status).toBe(200);
    const page = z.array(z.looseObject({})).parse(await response.json());
    lengths.push(page.length);
    entries.push(...page);
    next = /^<(.+)>; rel="next"$/.exec(response.headers.get('link') ?? '')?.[1];
  }
  return { lengths, entries };
}

describe('a list', () => {
  it('comes in pages, each with a link to the next one', async () => {
    const names = ['a', 'b', 'c', 'd', 'e'].map((letter) => `role-${letter}`);
    const body = JSON.stringify({ capabilities: { pub: { allow: [] }, sub: { allow: [] } } });
    for (const name of names) {
      expect((await send(`/api/v1/admin/roles/${name}`, { method: 'PUT', body })).status).toBe(200);
    }
    const { lengths, entries } = await pagesOf('/api/v1/admin/roles?after=role&count=2');
    expect([lengths, entries.map((role) => Reflect.get(role, 'name'))]).toEqual([[2, 2, 1], names]);
  });

  it.each(['keys', 'admin/people', 'admin/roles', 'extensions/all', 'extensions/features', 'admin/business-units'])(
    'of %s refuses a count that makes no sense',
    async (path) => {
      expect((await send(`/api/v1/${path}?count=1`)).status).toBe(200);
      for (const count of ['0', '1001', 'many']) {
        expect((await send(`/api/v1/${path}?count=${count}`)).status).toBe(400);
      }
    },
  );

  it('has fewer entries on a page if they are large', async () => {
    const prefixes = ['heavy-a', 'heavy-b', 'heavy-c', 'heavy-d'];
    for (const prefix of prefixes) {
      const text = 'x'.repeat(768 * 1024);
      const resources = [{ uri: `ui://${prefix}/home`, mimeType: 'text/html', text }];
      const { nc } = await join(platform, prefix);
      const sent = manifest(prefix, { features: { resources } });
      await nc.request(platformServices.register, sent, { timeout: 20_000 });
      await nc.close();
    }
    const { lengths, entries } = await pagesOf('/api/v1/extensions/features');
    expect([lengths, entries.map((features) => Reflect.get(features, 'prefix'))]).toEqual([[3, 1], prefixes]);
  });
});

describe('whoever asks for long answers without end', () => {
  it('is refused at last, and nobody else is', async () => {
    const { token: greedy } = await platform.keys.create({ name: 'greedy', kind: 'client' });
    const { token: modest } = await platform.keys.create({ name: 'modest', kind: 'client' });
    const ask = async (): Promise<number> => {
      const response = await send('/api/v1/extensions/features', {}, greedy);
      await response.arrayBuffer();
      return response.status;
    };
    await eventually(async () => (await Promise.all(Array.from({ length: 50 }, ask))).includes(429), 60_000);
    expect((await send('/api/v1/extensions/all', {}, modest)).status).toBe(200);
  }, 90_000);
});
