import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NatsConnection } from '@nats-io/nats-core';
import { platformServices } from '@symphony-ts/contract';
import { noStore } from '../src/identity/no-store.js';
import { type ConnectOptions, connectSymphony, type SymphonyConnection } from '../src/index.js';
import { clearCredentials, FileStore, listCredentials } from '../src/internal.js';
import { Issuer } from './issuer.js';
import { RecordingLogger } from './recording-logger.js';

let issuer: Issuer;
let service: NatsConnection;
/** How long a key that a registration token created waits for its first use. */
let activationMs = 60_000;
let minted = 0;
/** The number of answers that get lost from now on. */
let lost = 0;
const requests: { readonly prefix: string; readonly requestId?: string; readonly attempt: number }[] = [];

beforeAll(async () => {
  issuer = await Issuer.start();
  service = await issuer.connectService();
  service.subscribe(platformServices.provision, {
    callback: (_error, message) => {
      const request = message.json<(typeof requests)[number]>();
      requests.push(request);
      if ((lost -= 1) >= 0) return;
      const id = `MINTED${(minted += 1)}`;
      const token = issuer.issue({ id, prefix: request.prefix });
      message.respond(JSON.stringify({ id, token, activateBefore: new Date(Date.now() + activationMs).toISOString() }));
    },
  });
  await service.flush();
});
afterAll(async () => {
  await service?.close();
  await issuer?.[Symbol.asyncDispose]();
});

let home: string;
let store: FileStore;
let logger: RecordingLogger;
let open: SymphonyConnection[];
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'provisioning-'));
  store = new FileStore(join(home, 'cirata', 'credentials'));
  logger = new RecordingLogger();
  open = [];
  activationMs = 60_000;
  lost = 0;
});
afterEach(async () => {
  await Promise.all(open.map((connection) => connection.close()));
  expect(JSON.stringify(logger.lines)).not.toContain('secret-of');
  await rm(home, { recursive: true });
});

let registrations = 0;
const registrationToken = (): string =>
  issuer.issue({
    id: `REG${(registrations += 1)}`,
    kind: 'registration',
    pub: [platformServices.provision],
    sub: [`_INBOX.REG${registrations}.>`],
  });

async function start(env: Record<string, string>, options: ConnectOptions = {}): Promise<SymphonyConnection> {
  const connection = await connectSymphony({
    prefix: 'catalog',
    address: issuer.address,
    env: { XDG_CONFIG_HOME: home, ...env },
    credentialStore: store,
    logger,
    ...options,
  });
  open.push(connection);
  return connection;
}
const names = async (): Promise<readonly string[]> => (await listCredentials(store)).map(({ name }) => name);

describe('a registration token', () => {
  it('becomes a permanent key with the declared capabilities, which is stored and used from then on', async () => {
    const env = { REGISTRATION_TOKEN: registrationToken() };
    const capabilities = [{ type: 'pub' as const, subject: 'extensions.catalog.changed', description: '' }];
    const first = await start(env, { capabilities });
    expect(first.identity).toMatchObject({
      kind: 'extension',
      prefix: 'catalog',
      instanceId: expect.stringMatching(/^MINTED/),
    });
    expect(requests.at(-1)).toMatchObject({
      prefix: 'catalog',
      capabilities: { pub: { allow: ['cirata.extensions.catalog.changed', 'extensions.catalog.changed'] } },
    });
    await first.close();
    const again = await start(env);
    expect(again.identity.instanceId).toBe(first.identity.instanceId);
    expect(await names()).toEqual(['ext-catalog']);
    await expect(store.read('ext-catalog')).resolves.not.toHaveProperty('activateBefore');
  });

  it.each(['SYMPHONY_TOKEN', 'SYMPHONY_TOKEN_CATALOG'])(
    'is known by its rights when it stands in %s',
    async (variable) => {
      const connection = await start({ [variable]: registrationToken() });
      expect(connection.identity.instanceId).toMatch(/^MINTED/);
    },
  );

  it('given as an option mints once, not at each start', async () => {
    const token = registrationToken();
    const first = await start({}, { token });
    await first.close();
    const again = await start({}, { token });
    expect(again.identity.instanceId).toBe(first.identity.instanceId);
  });

  it('gives two instances that race on it two keys', async () => {
    const env = { REGISTRATION_TOKEN: registrationToken() };
    const [one, other] = await Promise.all([start(env), start(env)]);
    expect(one.identity.instanceId).not.toBe(other.identity.instanceId);
    expect(await names()).toEqual(['ext-catalog', 'ext-catalog-2']);
  });

  it.each([
    ['a user without a home folder', () => noStore, 'no home folder'],
    ['a folder that cannot be written', () => new FileStore('/dev/null/cirata'), '/dev/null/cirata (ENOTDIR)'],
  ])('is not used up by %s, and the error says what to do', async (_what, openStore, reason) => {
    const before = requests.length;
    const env = { REGISTRATION_TOKEN: registrationToken() };
    const started = start(env, { credentialStore: openStore() });
    await expect(started).rejects.toMatchObject({
      code: 'INVALID_CONFIGURATION',
      message: expect.stringContaining(reason),
    });
    await expect(started).rejects.toThrow('SYMPHONY_TOKEN');
    expect(requests).toHaveLength(before);
  });

  it('asks again for a lost answer, as the same request', async () => {
    lost = 2;
    const before = requests.length;
    await start({ REGISTRATION_TOKEN: registrationToken() }, { connectTimeoutMs: 2_000 });
    const asked = requests.slice(before);
    expect(asked.map(({ attempt }) => attempt)).toEqual([0, 1, 2]);
    expect(new Set(asked.map(({ requestId }) => requestId)).size).toBe(1);
    expect(asked[0]?.requestId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('gives up when no answer comes at all, with nothing stored and nothing locked, and asks the same at the next start', async () => {
    lost = Number.POSITIVE_INFINITY;
    const env = { REGISTRATION_TOKEN: registrationToken() };
    const before = requests.length;
    await expect(start(env, { connectTimeoutMs: 2_000 })).rejects.toMatchObject({ code: 'TIMEOUT' });
    expect(await names()).toEqual([]);
    lost = 0;
    await start(env);
    expect(await names()).toEqual(['ext-catalog']);
    const asked = requests.slice(before);
    expect(asked.map(({ attempt }) => attempt)).toEqual([0, 1, 2, 3, 4]);
    expect(new Set(asked.map(({ requestId }) => requestId)).size).toBe(1);
    const other = await start(env);
    expect(other.identity.prefix).toBe('catalog');
    expect(requests.at(-1)).toMatchObject({ attempt: 0 });
    expect(requests.at(-1)?.requestId).not.toBe(asked[0]?.requestId);
  });

  it('cannot be used by a plain client', async () => {
    const token = registrationToken();
    await expect(connectSymphony({ token, address: issuer.address, env: {} })).rejects.toThrow(
      'it only makes keys for extensions',
    );
  });

  it('leaves nothing stored and nothing locked when it is refused', async () => {
    const token = registrationToken();
    issuer.refuse(token);
    await expect(start({ REGISTRATION_TOKEN: token })).rejects.toMatchObject({ code: 'AUTHENTICATION_FAILED' });
    expect(await names()).toEqual([]);
    const connection = await start({ REGISTRATION_TOKEN: registrationToken() });
    expect(connection.isConnected).toBe(true);
    expect(await names()).toEqual(['ext-catalog']);
  });
});

describe('stored tokens', () => {
  it('serve one process each, by number', async () => {
    await store.write('ext-catalog', { token: issuer.issue({ id: 'ONE', prefix: 'catalog' }), prefix: 'catalog' });
    await store.write('ext-catalog-2', { token: issuer.issue({ id: 'TWO', prefix: 'catalog' }), prefix: 'catalog' });
    const [one, two] = [await start({}), await start({})];
    expect([one.identity.instanceId, two.identity.instanceId]).toEqual(['ONE', 'TWO']);
    await expect(start({})).rejects.toMatchObject({ code: 'NO_TOKEN' });
    await one.close();
    expect((await start({})).identity.instanceId).toBe('ONE');
  });

  it("are not mistaken for another extension's, whose name only looks alike", async () => {
    await store.write('ext-catalog-2', {
      token: issuer.issue({ id: 'OTHER', prefix: 'catalog-2' }),
      prefix: 'catalog-2',
    });
    const connection = await start({ REGISTRATION_TOKEN: registrationToken() });
    expect(connection.identity.prefix).toBe('catalog');
    const second = await start({ REGISTRATION_TOKEN: registrationToken() });
    expect(second.identity.prefix).toBe('catalog');
    expect(await names()).toEqual(['ext-catalog', 'ext-catalog-2', 'ext-catalog-3']);
  });

  it('that are revoked say how to get out', async () => {
    const token = issuer.issue({ id: 'REVOKED', prefix: 'catalog' });
    await store.write('ext-catalog', { token, prefix: 'catalog' });
    issuer.refuse(token);
    await expect(start({ SYMPHONY_TOKEN: 'unused.but.there' })).rejects.toThrow(
      /this key has been revoked.*symphony-boot credentials remove ext-catalog/,
    );
  });

  it('that lapsed before their first use are replaced by themselves', async () => {
    const token = issuer.issue({ id: 'LAPSED', prefix: 'catalog' });
    issuer.refuse(token);
    await store.write('ext-catalog', {
      token,
      prefix: 'catalog',
      activateBefore: new Date(Date.now() - 1).toISOString(),
    });
    const connection = await start({ REGISTRATION_TOKEN: registrationToken() });
    expect(connection.identity.instanceId).toMatch(/^MINTED/);
    expect(await names()).toEqual(['ext-catalog']);
  });

  it('can be listed without their secrets, and cleared', async () => {
    await store.write('ext-catalog', { token: issuer.issue({ id: 'LISTED', prefix: 'catalog' }), prefix: 'catalog' });
    const listed = await listCredentials(store);
    expect(listed).toEqual([
      expect.objectContaining({ name: 'ext-catalog', keyId: 'LISTED', host: `127.0.0.1:${issuer.port}` }),
    ]);
    expect(JSON.stringify(listed)).not.toContain('secret-of');
    await expect(clearCredentials(store)).resolves.toEqual(['ext-catalog']);
    expect(await names()).toEqual([]);
  });
});

describe('one explicit token', () => {
  it('used by two processes at once is pointed out', async () => {
    const token = issuer.issue({ id: 'SHARED', prefix: 'catalog' });
    await start({}, { token });
    expect(logger.lines.filter(({ level }) => level === 'warn')).toEqual([]);
    await start({}, { token });
    expect(logger.lines).toContainEqual(
      expect.objectContaining({ level: 'warn', message: expect.stringContaining('count as one instance') }),
    );
  });
});
