import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import type { NatsConnection } from '@nats-io/nats-core';
import { limits, platformServices } from '@symphony-ts/contract';
import { type Platform, startPlatform } from '@symphony-ts/platform';
import { eventually } from '../../../test/support/eventually.js';
import { type Joined, join, manifest } from './nats-user.js';

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
/** A text longer than one piece, with characters of one, two and three bytes, and a surrogate pair across the first border. */
const long = `${'a'.repeat(limits.resourcePiece - 1)}😀${'ü€'.repeat(50_000)}`;

let dataDir: string;
let first: Platform;
let second: Platform;
let orders: Joined;
beforeAll(async () => {
  dataDir = await mkdtemp(joinPath(tmpdir(), 'resource-texts-'));
  const shared = { keysDir: joinPath(dataDir, 'secret') };
  first = await startPlatform({ ...shared, dataDir: joinPath(dataDir, 'nats') });
  second = await startPlatform({ ...shared, natsUrl: first.natsUrl });
  orders = await join(first, 'orders');
});
afterAll(async () => {
  await orders?.nc.close();
  await second?.stop();
  await first?.stop();
  await rm(dataDir, { recursive: true });
});

/** Repeats a request if the platform refuses it because it gets too many or the machine is busy. */
async function ask(body: unknown, nc: NatsConnection = orders.nc): Promise<Record<string, unknown>> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  let answer: Record<string, unknown> = {};
  await eventually(async () => {
    answer = (await nc.request(platformServices.register, text, { timeout: 10_000 })).json();
    return answer['code'] !== 'TOO_MANY_REQUESTS';
  });
  return answer;
}
const upload = (what: object, prefix = 'orders') => ask({ prefix, upload: what });
const piece = (text: string, index: number) => ({
  sha256: hashOf(text),
  index,
  count: Math.ceil(text.length / limits.resourcePiece),
  text: text.slice(index * limits.resourcePiece, (index + 1) * limits.resourcePiece),
});
async function send(text: string): Promise<void> {
  for (let index = 0; index * limits.resourcePiece < text.length; index += 1) {
    expect(await upload(piece(text, index))).toEqual({ lacking: [] });
  }
}
const page = (name: string, more: object) => ({ uri: `ui://orders/${name}`, mimeType: 'text/html', text: '', ...more });
const register = (...resources: readonly object[]) => ask(manifest('orders', { features: { resources } }));
const texts = (platform: Platform): readonly string[] =>
  platform.registry.manifest('orders')?.features.resources.map(({ text }) => text) ?? [];

describe('texts that come ahead of their manifest', () => {
  it('are whole on every replica, whichever took the pieces', async () => {
    expect(await upload({ lacking: [hashOf(long)] })).toEqual({ lacking: [hashOf(long)] });
    await send(long);
    expect(await upload({ lacking: [hashOf(long), hashOf('other')] })).toEqual({ lacking: [hashOf('other')] });
    expect(await register(page('long', { sha256: hashOf(long) }), page('short', { text: 'short' }))).toHaveProperty(
      'registered',
    );
    for (const platform of [first, second]) await eventually(() => texts(platform).join('|') === `${long}|short`);
    // How the text was sent is not visible.
    expect(first.registry.manifest('orders')?.features.resources[0]).not.toHaveProperty('sha256');
  });

  it('hold more together than one message does', async () => {
    const pages = ['x', 'y', 'z'].map((letter) => letter.repeat(limits.resourceText));
    for (const text of pages) await send(text);
    await register(...pages.map((text, index) => page(`page-${index}`, { sha256: hashOf(text) })));
    for (const platform of [first, second]) await eventually(() => texts(platform).join('') === pages.join(''));
  });

  it.each([
    ['a text that was not sent', page('a', { sha256: hashOf('never sent') }), /'ui:\/\/orders\/a' was not sent/],
    ['a text and the hash of one', page('a', { sha256: hashOf(long), text: 'b' }), /has a text and the SHA-256/],
    ['a hash that is none', page('a', { sha256: 'x' }), /SHA-256 in hex/],
  ])('are refused for %s', async (_what, resource, message) => {
    await send(long);
    const before = texts(first);
    expect(JSON.stringify(await register(resource))).toMatch(message);
    expect(texts(first)).toEqual(before);
  });

  it('are not taken for another text', async () => {
    const sha256 = hashOf('one text');
    expect(await upload({ ...piece('another text', 0), sha256 })).toEqual({ lacking: [] });
    expect(await upload({ lacking: [sha256] })).toEqual({ lacking: [sha256] });
    expect(JSON.stringify(await register(page('a', { sha256 })))).toMatch(/was not sent/);
  });

  it.each([
    ['of another extension', { prefix: 'catalog', upload: piece('x', 0) }],
    ['of a piece that is none', { prefix: 'orders', upload: { ...piece('x', 0), index: 1 } }],
    [
      'of a piece that is too long',
      { prefix: 'orders', upload: { ...piece('x', 0), text: 'x'.repeat(limits.resourcePiece + 1) } },
    ],
    ['of more pieces than a text has', { prefix: 'orders', upload: { ...piece('x', 0), count: 7 } }],
    ['without anything', { prefix: 'orders', upload: {} }],
    ['of nothing', { prefix: 'orders', upload: null }],
  ])('are refused where they are an upload %s', async (_what, body) => {
    expect(await ask(body)).toHaveProperty('error');
  });

  it('are refused where there are more of them than an extension may have', async () => {
    const flood = await join(first, 'flood');
    let answer: Record<string, unknown> = {};
    for (let index = 0; answer['code'] !== 'REGISTRATION_REFUSED' && index < 400; index += 1) {
      const text = String(index).padEnd(limits.resourcePiece, '.');
      answer = await ask({ prefix: 'flood', upload: piece(text, 0) }, flood.nc);
    }
    expect(answer).toMatchObject({
      code: 'REGISTRATION_REFUSED',
      error: expect.stringContaining('characters together'),
    });
    await flood.nc.close();
  });

  it('of one extension are nothing to another', async () => {
    await send(long);
    const catalog = await join(first, 'catalog');
    expect(await ask({ prefix: 'catalog', upload: { lacking: [hashOf(long)] } }, catalog.nc)).toEqual({
      lacking: [hashOf(long)],
    });
    await catalog.nc.close();
  });
});
