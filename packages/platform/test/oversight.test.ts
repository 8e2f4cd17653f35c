import type { NatsConnection } from '@nats-io/transport-node';
import { type LogFields, type Logger, silentLogger } from '@symphony-ts/contract';
import { type Platform, startPlatform } from '@symphony-ts/platform';
import { eventually } from '../../../test/support/eventually.js';
import { connectWith, exchange, join } from './nats-user.js';

const refused: LogFields[] = [];
const logger: Logger = {
  ...silentLogger,
  child: () => logger,
  warn: (text, fields) => {
    if (text === 'refused') refused.push(fields ?? {});
  },
};

describe('what an operator sees', () => {
  let platform: Platform;
  let admin: string;
  const open: NatsConnection[] = [];
  beforeAll(async () => {
    platform = await startPlatform({ logger, accountLimits: { connectionsOfOneClient: 3, clientConnections: 20 } });
    const capabilities = { pub: { allow: ['cirata.services.>'] }, sub: { allow: [] } };
    admin = (await platform.keys.create({ name: 'admin', kind: 'client', capabilities })).token;
  }, 60_000);
  afterAll(async () => {
    for (const nc of open) await nc.close();
    await platform.stop();
  });
  const get = (path: string, token = admin) =>
    fetch(`${platform.httpUrl}/api/v1/${path}`, { headers: { authorization: `Bearer ${token}` } });
  const client = async (name: string) => {
    const { id, token } = await platform.keys.create({ name, kind: 'client' });
    return { id, token, credentials: await exchange(platform, token) };
  };

  it('names the key behind a refused connection', async () => {
    const { id, credentials } = await client('gone');
    await platform.keys.revoke(id);
    await expect(connectWith(credentials)).rejects.toThrow();
    const expected = { actor: id, what: 'NATS', code: 'NATS_AUTHENTICATION_FAILED', count: 1 };
    await eventually(() => refused.some((one) => JSON.stringify(one) === JSON.stringify(expected)));
  });

  it('names the key that asks for more than its permissions', async () => {
    const { id, nc } = await join(platform, 'curious');
    open.push(nc);
    nc.publish('$SYS.REQ.CLAIMS.LIST');
    await nc.flush();
    const isTold = ({ actor, what, code }: LogFields): boolean =>
      actor === id && what === 'publish $SYS.REQ.CLAIMS.LIST' && code === 'NATS_PERMISSION_VIOLATION';
    await eventually(() => refused.some(isTold));
  });

  it('counts refusals, for those who may collect', async () => {
    const { token } = await client('nobody');
    expect((await get('metrics', token)).status).toBe(403);
    const response = await get('metrics');
    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    const text = await response.text();
    expect(text).toMatch(/^symphony_refusals_total\{code="PERMISSION_DENIED"\} [1-9]/m);
    expect(text).toMatch(/^symphony_refusals_total\{code="NATS_AUTHENTICATION_FAILED"\} [1-9]/m);
    expect(text).toMatch(/^symphony_audit_entries_total\{action="key\.create"\} [1-9]/m);
  });

  it('finds refusals in the audit log: few entries with their numbers, apart from the changes', async () => {
    const { id, token } = await client('persistent');
    for (let time = 0; time < 30; time += 1) expect((await get('admin/audit', token)).status).toBe(403);
    const read = async (query: string) =>
      (await (await get(`admin/audit?${query}`)).json()) as { actor: string; code: string; action?: string }[];
    const ofKey = async () => (await read('about=refusals&count=1000')).filter(({ actor }) => actor === id);
    await eventually(async () => (await ofKey()).length > 0);
    const denied = { actor: id, what: 'GET /api/v1/admin/audit', code: 'PERMISSION_DENIED', count: 1 };
    // There is a second entry if the hour has just ended.
    const found = await ofKey();
    expect(found.length).toBeLessThanOrEqual(3);
    expect(found).toContainEqual({ ...denied, at: expect.any(String) });
    const others = ['NATS_AUTHENTICATION_FAILED', 'NATS_PERMISSION_VIOLATION'];
    await eventually(async () => {
      const codes = (await read('about=refusals')).map(({ code }) => code);
      expect(codes).toEqual(expect.arrayContaining(others));
    });
    expect((await read('count=1000')).every(({ action }) => action !== undefined)).toBe(true);
    const lines = (await (await get('admin/audit/export?about=refusals')).text()).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toContainEqual({ ...denied, at: expect.any(String) });
    expect((await get('admin/audit?about=everything')).status).toBe(400);
  });

  it('exports the audit log as lines, the oldest first', async () => {
    const response = await get('admin/audit/export');
    const lines = (await response.text()).trimEnd().split('\n');
    const [first] = lines.map((line) => JSON.parse(line) as { action: string; details: { name: string } });
    expect(first).toMatchObject({ action: 'key.create', details: { name: 'admin' } });
    expect(lines.length).toBeGreaterThan(3);
  });

  it('ends the connections that one client has too many, and leaves room for others', async () => {
    const { id, credentials } = await client('greedy');
    const mine: NatsConnection[] = [];
    const isLive = (nc: NatsConnection): boolean => !nc.isClosed();
    // A connection that is closed while it connects rejects.
    const attempts = Array.from({ length: 8 }, () => connectWith(credentials));
    for (const attempt of await Promise.allSettled(attempts)) {
      if (attempt.status === 'fulfilled') mine.push(attempt.value);
    }
    open.push(...mine);
    const isTold = ({ actor, code }: LogFields): boolean => actor === id && code === 'TOO_MANY_CONNECTIONS';
    await eventually(() => refused.some(isTold));
    const isKickKnown = !platform.natsServer?.version.startsWith('2.9.');
    if (isKickKnown) await eventually(() => mine.filter(isLive).length === 3);
    const other = await client('other');
    const nc = await connectWith(other.credentials);
    open.push(nc);
    await nc.flush();
    expect(isLive(nc)).toBe(true);
    // Whoever closes a connection may open another.
    await mine.find(isLive)?.close();
    if (isKickKnown) {
      const again = await connectWith(credentials);
      open.push(again);
      await again.flush();
      expect(mine.filter(isLive)).toHaveLength(2);
      expect(isLive(again)).toBe(true);
    }
  });

  it('bounds how fast one actor makes changes', async () => {
    const statuses = new Set<number>();
    const change = async () => {
      const response = await fetch(`${platform.httpUrl}/api/v1/admin/business-units/none`, {
        method: 'DELETE',
        headers: { authorization: `Bearer ${admin}` },
      });
      await response.arrayBuffer();
      statuses.add(response.status);
    };
    for (let sent = 0; sent < 600 && !statuses.has(429); sent += 20) {
      await Promise.all(Array.from({ length: 20 }, change));
    }
    expect(statuses).toEqual(new Set([404, 429]));
    expect((await get('admin/audit')).status).toBe(200);
  }, 30_000);
});
