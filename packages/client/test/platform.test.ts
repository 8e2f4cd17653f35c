import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Manifest, platformServices, storageRight } from '@symphony-ts/contract';
import { type Platform, startPlatform } from '@symphony-ts/platform';
import { ensureBucket, openBucket } from '@symphony-ts/storage';
import { eventually } from '../../../test/support/eventually.js';
import { connectSymphony, createCaller, SymphonyClient, type SymphonyConnection } from '../src/index.js';
import { FileStore } from '../src/internal.js';
import { nextEvent } from './next-event.js';

let platform: Platform;
let client: SymphonyClient;
const open: SymphonyConnection[] = [];

async function connectAs(prefix: string): Promise<SymphonyConnection> {
  const { token } = await platform.keys.create({ name: prefix, kind: 'extension', prefix });
  const connection = await connectSymphony({ token, prefix, address: platform.httpUrl, env: {} });
  open.push(connection);
  return connection;
}

beforeAll(async () => {
  platform = await startPlatform({ dev: { grantDeclared: true } });
  const { token } = await platform.keys.create({ name: 'a client', kind: 'client' });
  client = await SymphonyClient.connect({ token, address: platform.httpUrl, env: {} });
});
afterAll(async () => {
  await client?.close();
  await Promise.all(open.map((connection) => connection.close()));
  await platform?.stop();
});

describe('with a real platform', () => {
  it('an extension connects as itself, with an id that its key has', async () => {
    const { token, id } = await platform.keys.create({ name: 'k', kind: 'extension', prefix: 'catalog' });
    const connection = await connectSymphony({ token, prefix: 'catalog', address: platform.httpUrl, env: {} });
    open.push(connection);
    expect(connection.identity).toMatchObject({ prefix: 'catalog', kind: 'extension', instanceId: id });
    const info = await createCaller(connection.nc).request('cirata.services.cluster.info');
    expect(info.json()).toEqual({ replicas: 1 });
  });

  it('a key that may do much connects, and is told why where the server takes less', async () => {
    const allow = Array.from({ length: 60 }, (_, i) => `cirata.extensions.catalog.endpoint${i}`);
    const connect = async (to: Platform): Promise<SymphonyConnection> => {
      const { token } = await to.keys.create({
        name: 'much',
        kind: 'client',
        capabilities: { pub: { allow }, sub: { allow } },
      });
      return await connectSymphony({ token, address: to.httpUrl, env: {}, connectTimeoutMs: 1_000 });
    };
    open.push(await connect(platform));
    await using narrow = await startPlatform({ natsServer: { limits: { maxControlLineBytes: 4096 } } });
    await expect(connect(narrow)).rejects.toMatchObject({
      code: 'CONNECTION_FAILED',
      message: expect.stringMatching(/the JWT of this key has \d+ bytes.*max_control_line/),
    });
  });

  it('a plain client learns what the platform is and what it runs', async () => {
    await expect(client.info()).resolves.toMatchObject({ name: 'Symphony' });
    await expect(client.extensions()).resolves.toBeInstanceOf(Array);
  });

  it('rights that are edited reach a live connection, which comes back by itself as the same instance', async () => {
    const { info, extensions } = platformServices;
    const grants = (...allow: string[]) => ({ pub: { allow }, sub: { allow: [] } });
    const admin = await platform.keys.create({ name: 'admin', kind: 'client' });
    const edited = await platform.keys.create({ name: 'edited', kind: 'client', capabilities: grants(info) });
    const connection = await connectSymphony({ token: edited.token, address: platform.httpUrl, env: {} });
    open.push(connection);
    const caller = createCaller(connection.nc);
    const edit = async (...allow: string[]): Promise<void> => {
      const back = nextEvent(connection, 'reconnected');
      const response = await fetch(`${platform.httpUrl}/api/v1/key/${edited.id}`, {
        method: 'PUT',
        body: JSON.stringify({ capabilities: grants(...allow) }),
        headers: { authorization: `Bearer ${admin.token}`, 'content-type': 'application/json' },
      });
      expect(response.status).toBe(200);
      await back;
    };
    await expect(caller.request(extensions)).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
    await edit(info, extensions);
    expect((await caller.request(extensions)).value()).toBeInstanceOf(Array);
    await edit(extensions);
    await expect(caller.request(info)).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
    expect((await caller.request(extensions)).value()).toBeInstanceOf(Array);
    expect(connection.identity.instanceId).toBe(edited.id);
  });

  it('a plain client discovers the services of an extension, which its own account does not show', async () => {
    const { nc } = await connectAs('found');
    const answer = JSON.stringify({ name: 'found', id: 'ID', version: '1.0.0' });
    nc.subscribe('$SRV.PING', { callback: (_error, message) => void message.respond(answer) });
    const manifest = Manifest.parse({ prefix: 'found', name: 'Found', version: '1.0.0' });
    await createCaller(nc).request(platformServices.register, manifest);
    await expect(client.discover('ping', { prefix: 'found' })).resolves.toMatchObject({
      services: [{ prefix: 'found', isDeclared: true, service: { id: 'ID' } }],
    });
    await expect(client.discover('info', { prefix: 'nobody' })).rejects.toMatchObject({ code: 'REMOTE_ERROR' });
  });

  it('a plain client without JetStream is told that there is nothing else behind it', async () => {
    expect(client.connection.identity).toMatchObject({ kind: 'client' });
    await expect(client.request('cirata.extensions.nobody.here', {}, { timeoutMs: 500 })).rejects.toMatchObject({
      code: expect.stringMatching(/^(NO_RESPONDERS|TIMEOUT|PERMISSION_DENIED)$/),
    });
  });

  it('a registration token becomes a key of its own, within what it was made for', async () => {
    const home = await mkdtemp(join(tmpdir(), 'platform-'));
    const { token } = await platform.keys.create({
      name: 'registration',
      kind: 'registration',
      prefix: 'minted*',
      maxUses: 1,
    });
    const start = (prefix: string): Promise<SymphonyConnection> =>
      connectSymphony({
        prefix,
        address: platform.httpUrl,
        env: { REGISTRATION_TOKEN: token, XDG_CONFIG_HOME: home },
        credentialStore: new FileStore(join(home, 'cirata', 'credentials')),
      });
    await expect(start('other')).rejects.toMatchObject({ code: 'REGISTRATION_REFUSED' });
    const first = await start('minted');
    expect(first.identity).toMatchObject({ kind: 'extension', prefix: 'minted' });
    await expect(start('minted')).rejects.toMatchObject({ code: 'REGISTRATION_REFUSED' });
    await first.close();
    const again = await start('minted');
    expect(again.identity.instanceId).toBe(first.identity.instanceId);
    await again.close();
    await rm(home, { recursive: true });
  });

  it('a client without JetStream reads and writes the buckets it may', async () => {
    const owner = await connectAs('shop');
    const manifest = {
      prefix: 'shop',
      name: 'Shop',
      version: '1.0.0',
      buckets: [{ name: 'items', description: 'Items' }],
    };
    await createCaller(owner.nc).request(platformServices.register, Manifest.parse(manifest), { timeoutMs: 20_000 });
    const rights = (['get', 'put', 'delete', 'list'] as const).flatMap((operation) => [
      `cirata.services.storage.${operation}`,
      storageRight(operation, 'shop', 'items'),
    ]);
    const capabilities = { pub: { allow: rights }, sub: { allow: [] } };
    const { token } = await platform.keys.create({ name: 'reader', kind: 'client', capabilities });
    await using reader = await SymphonyClient.connect({ token, address: platform.httpUrl, env: {} });

    const items = { bucket: 'items' };
    const revision = await reader.buckets.put(items, 'item:1', { name: 'Widget' });
    await reader.buckets.put(items, 'raw', new Uint8Array([0, 255]));
    await expect(reader.storage()).resolves.toEqual([{ prefix: 'shop', name: 'items', description: 'Items' }]);
    await expect(reader.storage('items')).resolves.toEqual(['item:1', 'raw']);
    await expect(reader.buckets.keys({ ...items, filter: 'raw' })).resolves.toEqual(['raw']);
    await expect(reader.storage('items', 'item:1')).resolves.toMatchObject({ value: { name: 'Widget' }, revision });
    await expect(reader.storage('items', 'raw')).resolves.toMatchObject({ value: new Uint8Array([0, 255]) });
    await reader.buckets.delete(items, 'raw');
    await expect(reader.storage('items', 'raw')).resolves.toBeUndefined();
    await expect(reader.storage('nothing')).rejects.toMatchObject({ code: 'BUCKET_NOT_FOUND' });
  });

  it('[client.publish] what a plain client publishes arrives, without an answer', async () => {
    const { nc } = await connectAs('heard');
    const heard: unknown[] = [];
    nc.subscribe('cirata.extensions.heard.job', {
      callback: (_error, message) => void heard.push([message.json(), message.reply ?? '']),
    });
    await createCaller(nc).request(
      platformServices.register,
      Manifest.parse({ prefix: 'heard', name: 'Heard', version: '1.0.0' }),
    );
    await client.publish('cirata.extensions.heard.job', { job_id: 'abc123' });
    await eventually('it has arrived', () => heard.length > 0);
    expect(heard).toEqual([[{ job_id: 'abc123' }, '']]);
  });

  it('[client.storage] [storage.runtime] a plain client sees a bucket that an extension made at run time', async () => {
    const { nc } = await connectAs('maker');
    await createCaller(nc).request(
      platformServices.register,
      Manifest.parse({ prefix: 'maker', name: 'Maker', version: '1.0.0' }),
    );
    await ensureBucket(nc, {
      name: 'made',
      description: 'On demand',
      ttl: 0,
      history: 0,
      maxBytes: 0,
    });
    await (await openBucket(nc, 'made')).put('config:theme', { mode: 'dark' });
    await expect(client.storage()).resolves.toContainEqual({ prefix: 'maker', name: 'made', description: 'On demand' });
    await expect(client.storage('made')).resolves.toEqual(['config:theme']);
    await expect(client.storage('made', 'config:theme')).resolves.toMatchObject({ value: { mode: 'dark' } });
  });

  it('a revoked key ends its connection, with the reason', async () => {
    const connection = await connectAs('revoked');
    const closed = nextEvent(connection, 'closed');
    await platform.keys.revoke(connection.identity.instanceId);
    await expect(closed).resolves.toMatchObject({ error: { code: 'AUTHENTICATION_FAILED' } });
  });

  it('a connection survives the crash of the server, under the same id', async () => {
    const connection = await connectAs('survivor');
    const { instanceId } = connection.identity;
    await platform.natsServer?.kill();
    await eventually('it noticed', () => !connection.isConnected);
    await platform.natsServer?.restart();
    await eventually('it is back', () => connection.isConnected);
    // The platform reconnects on its own connection, before or after this one.
    const caller = createCaller(connection.nc, { defaultTimeoutMs: 500 });
    const isAnswered = (): Promise<boolean> =>
      caller.request('cirata.services.cluster.info').then(
        () => true,
        () => false,
      );
    await eventually('the platform answers again', isAnswered);
    expect(connection.identity.instanceId).toBe(instanceId);
  });
});
