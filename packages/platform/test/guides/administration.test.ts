import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Platform, startPlatform } from '@symphony-ts/platform';

const page = readFileSync(join(__dirname, '../../../../docs/guides/administration.md'), 'utf8');
const [newKey, role] = [...page.matchAll(/^```json\n([\s\S]*?)\n```/gm)].map(([, text = '']) => text);
/** The body in the tables for a route. */
const bodyOf = (route: string): string => {
  const row = page.split('\n').find((line) => line.startsWith(`| \`${route}\``)) ?? '';
  return /\| `(\{.*?\})`/.exec(row)?.[1] ?? `the guide has no body for ${route}`;
};

describe('the guide on administration', () => {
  let platform: Platform;
  let token: string;
  beforeAll(async () => {
    platform = await startPlatform({ dev: { signIn: true } });
    const session = (await (await fetch(`${platform.httpUrl}/api/v1/usertoken`)).json()) as { readonly token: string };
    token = session.token;
  });
  afterAll(() => platform.stop());

  const send = (method: string, path: string, body?: string): Promise<Response> =>
    fetch(`${platform.httpUrl}/api/v1/${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) },
      body: body ?? null,
    });

  it('makes, changes and revokes the key it shows', async () => {
    const made = await send('POST', 'keys', newKey);
    expect(made.status).toBe(201);
    const { id, token: shown } = (await made.json()) as { readonly id: string; readonly token: string };
    expect(shown).toMatch(/\./);
    expect((await send('PUT', `key/${id}`, '{"notes":null,"expires":null}')).status).toBe(200);
    expect((await send('DELETE', `key/${id}`)).status).toBe(204);
  });

  it('refuses a field that a key does not have', async () => {
    expect((await send('POST', 'keys', '{"name":"a","kind":"client","expire":"2027-01-01T00:00:00Z"}')).status).toBe(
      400,
    );
  });

  it.each([
    ['role', 'admin/roles/shop', () => role],
    ['business unit', 'admin/business-units/retail', () => bodyOf('PUT /admin/business-units/:id')],
    ['attribution rule', 'admin/attribution-rules/orders', () => bodyOf('PUT /admin/attribution-rules/:id')],
  ])('takes the %s it shows', async (_what, path, body) => {
    const answer = await send('PUT', path, body());
    expect({ status: answer.status, answer: await answer.text() }).toMatchObject({ status: 200 });
  });

  it.each([
    'keys',
    'admin/roles',
    'admin/audit?count=100',
    'admin/licenses',
    'admin/business-units',
    'admin/attribution-rules',
  ])('lists %s', async (path) => {
    const answer = await send('GET', path);
    expect(answer.status).toBe(200);
    expect(Array.isArray(await answer.json())).toBe(true);
  });
});
