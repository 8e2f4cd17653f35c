import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join as path } from 'node:path';
import {
  ENFORCEMENT_BROADCAST,
  EnforcementPayload,
  ErrorReply,
  platformServices,
  UsageReply,
} from '@symphony-ts/contract';
import { type LicenseClaims, type Platform, signLicense, startPlatform } from '@symphony-ts/platform';
import * as fc from 'fast-check';
import { type CryptoKey, exportSPKI, generateKeyPair } from 'jose';
import { eventually } from '../../../test/support/eventually.js';
import { askPlatform } from './ask-platform.js';
import { type Joined, join, manifest } from './nats-user.js';
import { requestAgain } from './support/request-again.js';

let platform: Platform;
let dataDir: string;
let vendor: CryptoKey;
let vendorKeys: string[];
let orders: Joined;
let billing: Joined;
let admin: string;
const heard: EnforcementPayload[] = [];

const start = () => startPlatform({ dataDir, dev: { grantDeclared: true }, licensing: { vendorKeys, recheckMs: 50 } });

beforeAll(async () => {
  const pair = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  vendor = pair.privateKey;
  vendorKeys = [await exportSPKI(pair.publicKey)];
  dataDir = await mkdtemp(path(tmpdir(), 'symphony-usage-'));
  platform = await start();
  orders = await join(platform, 'orders');
  billing = await join(platform, 'billing');
  orders.nc.subscribe(ENFORCEMENT_BROADCAST, {
    callback: (_error, message) => void heard.push(EnforcementPayload.parse(message.json())),
  });
  await orders.nc.flush();
  admin = (await platform.keys.create({ name: 'admin', kind: 'client' })).token;
});
afterAll(async () => {
  await orders.nc.close();
  await billing.nc.close();
  await platform.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const api = (method: string, route: string, body?: unknown, token = admin) =>
  askPlatform(platform, `${method} ${route}`, { token, body });

const seconds = (ms: number) => Math.floor(ms / 1000);
const claims = (jti: string, part: Partial<LicenseClaims> = {}): LicenseClaims => ({
  jti,
  iat: seconds(Date.now()) - 60,
  exp: seconds(Date.now()) + 86_400,
  units: 100,
  grace_days: 1,
  rates: { orders: { tables: 1, gb: 0.5 } },
  shares: {},
  ...part,
});
const install = async (jti: string, part: Partial<LicenseClaims> = {}) =>
  api('POST', 'admin/licenses', { license: await signLicense(claims(jti, part), vendor) });
const installed = async () => (await api('GET', 'admin/licenses')).body as { id: string; used: number }[];

const ask = async ({ nc }: Joined, body: unknown) => {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const message = await requestAgain(nc, platformServices.usageReport, text);
  return { status: message.headers?.get('Nats-Service-Error-Code') ?? '', body: message.json<unknown>() };
};
const report = async (from: Joined, dimensions: Record<string, number>, more = {}) =>
  UsageReply.parse((await ask(from, { dimensions, ...more })).body);
const state = async ({ nc }: Joined) =>
  EnforcementPayload.parse((await nc.request(platformServices.enforcement, '{}', { timeout: 5_000 })).json());
const lastHeard = () => heard.at(-1)?.status;

afterEach(async () => {
  for (const { id } of await installed()) await api('DELETE', `admin/licenses/${id}`);
});

describe('without a licence', () => {
  it('the platform is enforced, and calls to extensions are blocked', async () => {
    expect(await state(orders)).toMatchObject({ status: 'enforcement_enforced', message: 'no licence is installed' });
    await orders.nc.request(platformServices.register, manifest('orders'), { timeout: 10_000 });
    const blocked = await api('POST', 'services/orders/list', {});
    expect([blocked.status, ErrorReply.parse(blocked.body).code]).toEqual([403, 'LICENSE_ENFORCED']);
  });

  it('reports are recorded all the same', async () => {
    const reply = await report(billing, { pages: 3 });
    expect(reply).toMatchObject({ result: 'ok', units: 0, enforcement: { status: 'enforcement_enforced' } });
    const { body } = await api('GET', 'usage/records?extension=billing');
    expect(body).toEqual([expect.objectContaining({ dimensions: { pages: 3 }, unknown: ['pages'], units: 0 })]);
  });
});

describe('a licence', () => {
  it('is taken with the signature of the vendor alone', async () => {
    const other = await generateKeyPair('EdDSA', { crv: 'Ed25519' });
    const refused = await api('POST', 'admin/licenses', {
      license: await signLicense(claims('forged'), other.privateKey),
    });
    expect([refused.status, ErrorReply.parse(refused.body).code]).toEqual([400, 'INVALID_LICENSE']);
    expect(await installed()).toEqual([]);

    const taken = await install('L-1', { sub: 'Acme' });
    expect(taken).toMatchObject({
      status: 201,
      body: { id: 'L-1', customer: 'Acme', units: 100, used: 0, grace_days: 1 },
    });
    await expect(eventually(() => lastHeard() === 'enforcement_ok')).resolves.toBeUndefined();
  });

  it('is written into the audit log when it comes and goes, without its text', async () => {
    const before = (await api('GET', 'admin/audit')).body as unknown[];
    await install('L-AUDIT', { sub: 'Acme' });
    await install('L-AUDIT', { exp: 1 });
    await api('DELETE', 'admin/licenses/L-AUDIT');
    await api('DELETE', 'admin/licenses/L-AUDIT');
    const { body } = await api('GET', 'admin/audit');
    const added = (body as unknown[]).slice(0, (body as unknown[]).length - before.length);
    expect(added).toEqual([
      expect.objectContaining({ action: 'license.remove', target: 'L-AUDIT' }),
      expect.objectContaining({ action: 'license.add', target: 'L-AUDIT', details: { customer: 'Acme', units: 100 } }),
    ]);
    expect(JSON.stringify(added)).not.toContain('eyJ');
  });

  it('is listed in pages, by id', async () => {
    await install('L-PAGE-2', { sub: 'Acme' });
    await install('L-PAGE-1', { sub: 'Acme' });
    const ids = async (query: string) =>
      ((await api('GET', `admin/licenses?${query}`)).body as { id: string }[]).map(({ id }) => id);
    expect(await ids('count=1&after=L-PAGE')).toEqual(['L-PAGE-1']);
    expect(await ids('count=1&after=L-PAGE-1')).toEqual(['L-PAGE-2']);
    await api('DELETE', 'admin/licenses/L-PAGE-1');
    await api('DELETE', 'admin/licenses/L-PAGE-2');
  });

  it('is taken as text too, once, and another under its id is refused', async () => {
    const document = await signLicense(claims('L-2'), vendor);
    const upload = () =>
      fetch(`${platform.httpUrl}/api/v1/admin/licenses`, {
        method: 'POST',
        body: `${document}\n`,
        headers: { authorization: `Bearer ${admin}`, 'content-type': 'text/plain' },
      });
    expect([(await upload()).status, (await upload()).status]).toEqual([201, 201]);
    expect((await install('L-2', { units: 1e6 })).status).toBe(400);
    expect(await installed()).toEqual([expect.objectContaining({ id: 'L-2', units: 100 })]);
  });

  it('needs the right of an administrator', async () => {
    const capabilities = { pub: { allow: ['cirata.services.usage.read'] }, sub: { allow: [] } };
    const { token } = await platform.keys.create({ name: 'reader', kind: 'client', capabilities });
    expect((await api('GET', 'admin/licenses', undefined, token)).status).toBe(403);
    expect((await api('POST', 'admin/licenses', { license: '' }, token)).status).toBe(403);
    expect((await api('GET', 'usage/summary', undefined, token)).status).toBe(200);
    expect((await api('GET', 'usage/summary', undefined, orders.token)).status).toBe(403);
  });
});

describe('an extension that reports without measure', () => {
  const rates = { orders: { tables: 1 }, billing: { tables: 1, pages: 1 } };
  const shared = { rates, grace_days: 0 };

  it('uses up its own share of a licence, and stops nobody else', async () => {
    await install('F-1', shared);
    await report(orders, { tables: 1e12 });
    expect(await state(billing)).toMatchObject({
      status: 'enforcement_warning',
      disabled_extensions: ['orders'],
    });
    const blocked = await api('POST', 'services/orders/list', {});
    expect(ErrorReply.parse(blocked.body).code).toBe('LICENSE_ENFORCED');
    await billing.nc.request(platformServices.register, manifest('billing'), { timeout: 10_000 });
    const passed = await api('POST', 'services/billing/list', {});
    expect(ErrorReply.parse(passed.body).code).not.toBe('LICENSE_ENFORCED');
  });

  it('keeps nobody else waiting', async () => {
    await install('F-2', shared);
    let answered = 0;
    const flood = Array.from({ length: 400 }, () => report(orders, { tables: 0 }).then(() => (answered += 1)));
    await orders.nc.flush();
    await report(billing, { tables: 1 });
    expect(answered).toBeLessThan(200);
    await Promise.all(flood);
    expect(await installed()).toEqual([expect.objectContaining({ id: 'F-2', used: 1 })]);
  });
});

describe('a report', () => {
  it('costs value × rate, and moves the state through warning and grace', async () => {
    await install('S-1');
    expect(await report(orders, { tables: 5, gb: 120.5 })).toMatchObject({ result: 'ok', units: 65.25 });
    expect(await state(orders)).toMatchObject({ status: 'enforcement_ok' });
    expect((await report(orders, { tables: 25 })).enforcement.status).toBe('enforcement_warning');
    await eventually(() => lastHeard() === 'enforcement_warning');
    expect((await report(orders, { tables: 10 })).enforcement).toMatchObject({
      status: 'enforcement_grace',
      grace_extensions: ['orders'],
    });
    await eventually(() => lastHeard() === 'enforcement_grace');
    expect(await installed()).toEqual([expect.objectContaining({ id: 'S-1', used: 100.25 })]);
  });

  it('disables an extension for a dimension no licence has, until one has it', async () => {
    await install('D-1');
    await report(billing, { pages: 1 });
    const { enforcement } = await report(orders, { tables: 1, rows: 7 });
    expect(enforcement).toMatchObject({ status: 'enforcement_ok', disabled_extensions: ['billing', 'orders'] });
    await install('D-2', { rates: { orders: { rows: 0 }, billing: { pages: 1 } } });
    expect((await state(billing)).disabled_extensions).toEqual([]);
  });

  it('ends in enforcement when time runs out, without anybody asking', async () => {
    await install('T-1', { exp: seconds(Date.now()) + 2, grace_days: 2 / 86_400 });
    const seen = () => heard.slice(-3).map(({ status }) => status);
    await eventually(() => seen().join() === 'enforcement_ok,enforcement_grace,enforcement_enforced');
  });

  it.each([
    [{ tables: -1 }, 'dimensions.tables'],
    [{ tables: Number.NaN }, 'dimensions.tables'],
    [{ tables: '1' }, 'dimensions.tables'],
    [{ '': 1 }, 'dimensions'],
    [Object.fromEntries(Array.from({ length: 101 }, (_, index) => [index, 1])), 'dimensions'],
    [undefined, 'dimensions'],
  ])('with dimensions %j is refused', async (dimensions, where) => {
    await install('R-1');
    const { status, body } = await ask(orders, { dimensions });
    expect(status).toBe('400');
    expect(ErrorReply.parse(body)).toMatchObject({ code: 'INVALID_INPUT', error: expect.stringContaining(where) });
    expect((await installed())[0]?.used).toBe(0);
  });

  it.each(['{"dimensions":{"tables":1e999}}', '{"dimensions":', '7'])('that is %s is refused', async (text) => {
    await install('R-2');
    expect((await ask(orders, text)).status).toBe('400');
    expect((await installed())[0]?.used).toBe(0);
  });

  it('in the name of another extension is refused', async () => {
    const { status, body } = await ask(billing, { prefix: 'orders', dimensions: { tables: 1 } });
    expect([status, ErrorReply.parse(body).code]).toEqual(['403', 'PERMISSION_DENIED']);
  });

  it('that comes again under its id is counted once', async () => {
    await install('I-1');
    for (const _ of [1, 2]) expect((await report(orders, { tables: 3 }, { id: 'same' })).units).toBe(3);
    expect((await installed())[0]?.used).toBe(3);
  });
});

describe('many reports at once', () => {
  it('to two replicas are neither lost nor repeated', async () => {
    await install('M-1', { units: 1e6 });
    const before = ((await api('GET', 'usage/records?extension=orders')).body as unknown[]).length;
    const second = await startPlatform({
      keysDir: path(dataDir, 'operator'),
      natsUrl: platform.natsUrl,
      dev: { grantDeclared: true },
      licensing: { vendorKeys },
    });
    const replies = await Promise.all(Array.from({ length: 100 }, () => report(orders, { tables: 2 })));
    await second.stop();
    expect(replies.every(({ units }) => units === 2)).toBe(true);
    expect((await installed())[0]?.used).toBe(200);
    const records = (await api('GET', 'usage/records?extension=orders')).body as { key: string }[];
    expect(records.length - before).toBe(100);
    const today = new Date().toISOString().slice(0, 10).replaceAll('-', '.');
    expect(records.every(({ key }) => key.startsWith(`${today}.orders.`))).toBe(true);
  });

  it('outlive a restart of the platform', async () => {
    await install('P-1', { units: 1e6 });
    await report(orders, { tables: 9 });
    await Promise.all([orders.nc.close(), billing.nc.close()]);
    await platform.stop();
    platform = await start();
    [orders, billing] = [await join(platform, 'orders'), await join(platform, 'billing')];
    admin = (await platform.keys.create({ name: 'admin', kind: 'client' })).token;
    expect((await installed()).find(({ id }) => id === 'P-1')?.used).toBe(9);
    expect((await report(orders, { tables: 1 })).units).toBe(1);
    expect((await installed()).find(({ id }) => id === 'P-1')?.used).toBe(10);
  });
});

describe('attribution', () => {
  interface Group {
    readonly business_unit: { readonly id: string } | null;
    readonly extension: string;
    readonly units: number;
  }
  const summary = async (query: string) =>
    (await api('GET', `usage/summary?${query}`)).body as { groups: Group[]; units: number };
  const rows = async () =>
    Object.fromEntries(
      (await summary('group=both&extension=crm')).groups.map((group) => [
        group.business_unit?.id ?? 'nobody',
        group.units,
      ]),
    );

  it('follows rules, then the hand of an administrator, and shows in the summary', async () => {
    const crm = await join(platform, 'crm');
    await install('A-1', { rates: { crm: { seats: 1 } } });
    for (const [id, name] of [
      ['sales', 'Sales'],
      ['ops', 'Operations'],
    ]) {
      expect((await api('PUT', `admin/business-units/${id}`, { name })).status).toBe(200);
    }
    await api('PUT', 'admin/attribution-rules/all', { unit: 'ops', extension: 'crm' });
    await api('PUT', 'admin/attribution-rules/acme', { unit: 'sales', extension: 'crm', account: 'acme*' });
    await report(crm, { seats: 1 }, { account: 'acme-eu' });
    await report(crm, { seats: 2 }, { account: 'beta' });
    await report(crm, { seats: 4 });
    expect(await rows()).toEqual({ ops: 6, sales: 1 });

    const records = (await api('GET', 'usage/records?extension=crm&unit=ops')).body as {
      key: string;
      units: number;
      attribution: string;
    }[];
    expect(records.map(({ units, attribution }) => [units, attribution])).toEqual([
      [2, 'auto'],
      [4, 'auto'],
    ]);
    const moved = await api('PUT', `usage/records/${records[0]?.key}/attribution`, { unit: 'sales' });
    expect(moved).toMatchObject({ status: 200, body: { unit: 'sales', attribution: 'manual', units: 2 } });
    await api('PUT', `usage/records/${records[1]?.key}/attribution`, { unit: null });
    expect(await rows()).toEqual({ sales: 3, nobody: 4 });

    expect((await api('DELETE', 'admin/business-units/sales')).status).toBe(204);
    expect(await rows()).toEqual({ nobody: 7 });
    expect((await summary('group=extension&extension=crm')).groups).toMatchObject([
      { extension: 'crm', units: 7, records: 3 },
    ]);
    expect((await summary('from=2001-01-01&to=2001-02-01')).units).toBe(0);
    await crm.nc.close();
  });

  it('lists the records of a period in pages, each record once', async () => {
    const paged = await join(platform, 'paged');
    for (let at = 0; at < 5; at += 1) await report(paged, { seats: at }, { id: `paged-${at}` });
    const found: number[] = [];
    const sizes: number[] = [];
    let path: string | undefined = '/api/v1/usage/records?extension=paged&limit=2&from=2001-01-01';
    while (path !== undefined) {
      const response: Response = await fetch(`${platform.httpUrl}${path}`, {
        headers: { authorization: `Bearer ${admin}` },
      });
      const page = (await response.json()) as { readonly dimensions: { readonly seats: number } }[];
      found.push(...page.map(({ dimensions }) => dimensions.seats));
      sizes.push(page.length);
      path = /<([^>]+)>; rel="next"/.exec(response.headers.get('link') ?? '')?.[1];
    }
    expect([found.toSorted((a, b) => a - b), sizes]).toEqual([
      [0, 1, 2, 3, 4],
      [2, 2, 1],
    ]);
    expect((await api('GET', 'usage/records?after=nowhere')).status).toBe(400);
    await paged.nc.close();
  });

  it('is written into the audit log, whoever is charged', async () => {
    const crm = await join(platform, 'audited');
    await install('A-2', { rates: { audited: { seats: 1 } } });
    const actions = async () =>
      ((await api('GET', 'admin/audit?count=100')).body as { action: string; target: string; details?: object }[])
        .map(({ action, target, details }) => ({ action, target, details }))
        .filter(({ action }) => !action.startsWith('license.') && !action.startsWith('key.'));
    const before = await actions();
    await api('PUT', 'admin/business-units/audited', { name: 'Audited' });
    await api('PUT', 'admin/attribution-rules/audited', { unit: 'audited', extension: 'audited' });
    await report(crm, { seats: 1 });
    const [record] = (await api('GET', 'usage/records?extension=audited')).body as { key: string }[];
    await api('PUT', `usage/records/${record?.key}/attribution`, { unit: null });
    await api('PUT', 'usage/records/2026.01.01.orders.x/attribution', { unit: null });
    await api('DELETE', 'admin/attribution-rules/audited');
    await api('DELETE', 'admin/business-units/audited');
    await api('DELETE', 'admin/business-units/audited');
    const after = await actions();
    expect(after.slice(0, after.length - before.length)).toEqual([
      { action: 'business-unit.delete', target: 'audited' },
      { action: 'attribution-rule.delete', target: 'audited' },
      { action: 'usage.attribute', target: record?.key, details: { unit: null } },
      {
        action: 'attribution-rule.change',
        target: 'audited',
        details: expect.objectContaining({ unit: 'audited', extension: 'audited' }),
      },
      { action: 'business-unit.change', target: 'audited', details: expect.objectContaining({ name: 'Audited' }) },
    ]);
    await crm.nc.close();
  });

  it.each([
    ['PUT', 'admin/attribution-rules/x', { unit: 'nobody' }, 400],
    ['PUT', 'admin/business-units/Not%20an%20id', { name: 'x' }, 400],
    ['PUT', 'admin/business-units/x', {}, 400],
    ['DELETE', 'admin/business-units/nobody', undefined, 404],
    ['DELETE', 'admin/licenses/nobody', undefined, 404],
    ['PUT', 'usage/records/2026.01.01.orders.x/attribution', { unit: null }, 404],
    ['PUT', 'usage/records/2026.01.01.orders.x/attribution', { unit: 'nobody' }, 400],
    ['GET', 'usage/summary?from=tomorrow', undefined, 400],
    ['GET', 'usage/summary?from=2026-02-01&to=2026-01-01', undefined, 400],
    ['GET', 'usage/records?extension=*', undefined, 400],
    ['POST', 'admin/licenses', { license: 7 }, 400],
  ])('%s %s with %j answers %i', async (method, route, body, status) => {
    const answer = await api(method, route, body);
    expect([answer.status, typeof ErrorReply.parse(answer.body).error]).toEqual([status, 'string']);
  });
});

describe('whatever is sent', () => {
  it('is answered without an internal error', async () => {
    const route = fc.constantFrom(
      ['PUT', 'admin/business-units/x'],
      ['PUT', 'admin/attribution-rules/x'],
      ['PUT', 'usage/records/2026.01.01.orders.x/attribution'],
      ['POST', 'admin/licenses'],
    );
    await fc.assert(
      fc.asyncProperty(route, fc.jsonValue(), async ([method = '', path = ''], body) => {
        expect((await api(method, path, body)).status).toBeLessThan(500);
      }),
      { numRuns: 150 },
    );
    const query = fc.record(
      { from: fc.string(), to: fc.string(), extension: fc.string(), unit: fc.string(), limit: fc.string() },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('records', 'summary'), query, async (what, given) => {
        expect((await api('GET', `usage/${what}?${new URLSearchParams(given).toString()}`)).status).toBeLessThan(500);
      }),
      { numRuns: 150 },
    );
  });

  it('is answered without an internal error to a report too', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (dimensions) => {
        expect(['', '400']).toContain((await ask(orders, { dimensions })).status);
      }),
      { numRuns: 150 },
    );
  });
});
