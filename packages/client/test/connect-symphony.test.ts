import { createServer } from 'node:net';
import { eventually } from '../../../test/support/eventually.js';
import { connectSymphony, createCaller, type SymphonyConnection } from '../src/index.js';
import { FileStore } from '../src/internal.js';
import { Issuer } from './issuer.js';
import { nextEvent } from './next-event.js';
import { RecordingLogger } from './recording-logger.js';

let issuer: Issuer;
let open: SymphonyConnection[] = [];

beforeAll(async () => {
  issuer = await Issuer.start();
});
afterEach(async () => {
  await Promise.all(open.map((connection) => connection.close()));
  open = [];
});
afterAll(() => issuer?.[Symbol.asyncDispose]());

let ids = 0;
const nextId = (): string => `KEY${(ids += 1)}`;

async function connectWith(token: string, logger = new RecordingLogger()): Promise<SymphonyConnection> {
  const connection = await connectSymphony({ token, address: issuer.address, env: {}, logger });
  open.push(connection);
  return connection;
}

/** A port of this machine without a listener. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

describe('connectSymphony', () => {
  it('speaks as the key, with an inbox of its own', async () => {
    const id = nextId();
    const connection = await connectWith(issuer.issue({ id, prefix: 'catalog', sub: [`_INBOX.${id}.>`, 'echo'] }));
    connection.nc.subscribe('echo', { callback: (_error, message) => void message.respond(message.data) });
    const reply = await createCaller(connection.nc).request('echo', { hello: 1 });
    expect(reply.json()).toEqual({ hello: 1 });
    expect(connection.identity).toMatchObject({ prefix: 'catalog', instanceId: id, kind: 'extension' });
  });

  it('works on a platform that announces no pauses and refuses to listen for them', async () => {
    const id = nextId();
    const logger = new RecordingLogger();
    const connection = await connectWith(issuer.issue({ id, sub: [`_INBOX.${id}.>`, 'echo'] }), logger);
    const kinds: string[] = [];
    connection.onStatus(({ kind }) => void kinds.push(kind));
    connection.nc.subscribe('echo', { callback: (_error, message) => void message.respond(message.data) });
    await eventually('the refusal has come', () =>
      logger.lines.some(({ message }) => message.includes('cirata.symphony.pause')),
    );
    expect((await createCaller(connection.nc).request('echo', 1)).json()).toBe(1);
    expect(logger.lines.filter(({ level }) => level === 'warn' || level === 'error')).toEqual([]);
    expect([kinds, connection.nc.isClosed()]).toEqual([[], false]);
  });

  it('takes the token from the environment and says where it was found, never what it is', async () => {
    const token = issuer.issue({ id: nextId(), prefix: 'catalog' });
    const logger = new RecordingLogger();
    const env = {
      SYMPHONY_TOKEN: 'other',
      SYMPHONY_TOKEN_CATALOG: token,
      SYMPHONY_ADDRESS: issuer.address,
    };
    open.push(await connectSymphony({ prefix: 'catalog', env, logger, credentialStore: new FileStore('/nowhere') }));
    expect(logger.lines).toContainEqual(
      expect.objectContaining({ message: 'token found', source: 'SYMPHONY_TOKEN_CATALOG' }),
    );
    expect(JSON.stringify(logger.lines)).not.toContain('secret-of');
  });

  it('refuses a token of another extension', async () => {
    const token = issuer.issue({ id: nextId(), prefix: 'orders' });
    await expect(connectSymphony({ token, prefix: 'catalog', address: issuer.address, env: {} })).rejects.toMatchObject(
      {
        code: 'AUTHENTICATION_FAILED',
        message: expect.stringContaining("belongs to extension 'orders', not to extension 'catalog'"),
      },
    );
  });

  it('refuses a malformed token', async () => {
    await expect(connectSymphony({ token: 'nonsense', env: {} })).rejects.toMatchObject({ code: 'INVALID_TOKEN' });
  });

  it('passes on that a token is refused, and why', async () => {
    const token = issuer.issue({ id: nextId() });
    issuer.refuse(token);
    await expect(connectSymphony({ token, address: issuer.address, env: {} })).rejects.toMatchObject({
      code: 'AUTHENTICATION_FAILED',
      message: expect.stringContaining('this key has been revoked (HTTP 401)'),
    });
  });

  it('says at once that nothing listens', async () => {
    const token = issuer.issue({ id: nextId() });
    const address = `http://127.0.0.1:${await closedPort()}`;
    await expect(connectSymphony({ token, address, env: {} })).rejects.toMatchObject({
      code: 'CONNECTION_FAILED',
      message: expect.stringContaining('nothing listens there (ECONNREFUSED)'),
    });
  });

  it('explains that a server does not speak TLS', async () => {
    const token = issuer.issue({ id: nextId() });
    await expect(connectSymphony({ token, env: {} })).rejects.toMatchObject({
      code: 'CONNECTION_FAILED',
      message: expect.stringContaining('http:// URL'),
    });
  });

  it('asks an overloaded platform again', async () => {
    issuer.scripted.push({ status: 503 }, { status: 429 });
    const token = issuer.issue({ id: nextId() });
    const connection = await connectWith(token);
    expect(connection.isConnected).toBe(true);
    expect(issuer.exchanges.get(token)).toBe(3);
  });

  it('does not follow a redirect with the token', async () => {
    issuer.scripted.push({ status: 302, headers: { location: 'https://elsewhere.example.com/' } });
    await expect(
      connectSymphony({ token: issuer.issue({ id: nextId() }), address: issuer.address, env: {} }),
    ).rejects.toMatchObject({
      code: 'CONNECTION_FAILED',
      message: expect.stringContaining('redirects to https://elsewhere.example.com/'),
    });
  });

  it.each([
    [{ status: 404 }, 'is it a Symphony platform?'],
    [{ status: 200, body: { id: 'x' } }, 'name: Invalid input'],
  ])('refuses an answer that is no exchange: %j', async (answer, reason) => {
    issuer.scripted.push(answer);
    await expect(
      connectSymphony({ token: issuer.issue({ id: nextId() }), address: issuer.address, env: {} }),
    ).rejects.toMatchObject({
      code: 'INVALID_REPLY',
      message: expect.stringContaining(reason),
    });
  });

  it('says at once that no NATS server listens, though the platform answers', async () => {
    const token = issuer.issue({ id: nextId(), servers: [`nats://127.0.0.1:${await closedPort()}`] });
    await expect(connectSymphony({ token, address: issuer.address, env: {} })).rejects.toMatchObject({
      code: 'CONNECTION_FAILED',
      message: expect.stringContaining('nothing listens there'),
    });
  });

  it('finds NATS at the host of the override, on the port the platform says', async () => {
    const servers = [issuer.nats.url.replace('127.0.0.1', 'nats.in-cluster.invalid')];
    const connection = await connectWith(issuer.issue({ id: nextId(), servers }));
    expect(connection.servers).toEqual([issuer.nats.url]);
  });

  it('waits for a server that comes later, if told to, and can be stopped from waiting', async () => {
    const token = issuer.issue({ id: nextId() });
    await issuer.nats.kill();
    const options = { token, address: issuer.address, env: {}, waitOnFirstConnect: true };
    const stop = new AbortController();
    const impatient = connectSymphony({ ...options, signal: stop.signal });
    const patient = connectSymphony(options);
    stop.abort();
    await expect(impatient).rejects.toMatchObject({ code: 'ABORTED' });
    await issuer.nats.restart();
    const connection = await patient;
    open.push(connection);
    expect(connection.isConnected).toBe(true);
  });

  it('gives up when its signal is aborted', async () => {
    issuer.scripted.push({ status: 503 }, { status: 503 }, { status: 503 });
    const stop = new AbortController();
    const attempt = connectSymphony({
      token: issuer.issue({ id: nextId() }),
      address: issuer.address,
      env: {},
      signal: stop.signal,
    });
    stop.abort();
    await expect(attempt).rejects.toMatchObject({ code: 'ABORTED' });
    issuer.scripted.length = 0;
  });
});

describe('a connection', () => {
  it('renews its credentials ahead of their end and stays the same instance', async () => {
    const token = issuer.issue({ id: nextId(), lifeSeconds: 6 });
    const connection = await connectWith(token);
    const { instanceId } = connection.identity;
    const heard: string[] = [];
    connection.nc.subscribe('news', { callback: (_error, message) => void heard.push(message.string()) });
    await nextEvent(connection, 'credentials-renewed');
    await nextEvent(connection, 'reconnected');
    issuer.edit(token, { lifeSeconds: 3_600 });
    await nextEvent(connection, 'reconnected');
    // Another renewal may come in between and break calls in progress.
    const publish = () => createCaller(connection.nc).publish('news', 'still here', { isConfirmed: true });
    await eventually('the subscription lives on', async () => {
      await publish().catch(() => undefined);
      return heard.includes('still here');
    });
    expect(connection.identity.instanceId).toBe(instanceId);
  });

  it('comes back with edited rights after its JWT was revoked', async () => {
    const token = issuer.issue({ id: nextId(), pub: ['old.>'] });
    const connection = await connectWith(token);
    issuer.edit(token, { pub: ['new.>'] });
    // Revocation counts whole seconds, so a JWT of the same second would be revoked with the old one.
    await eventually('a second later', () => Date.now() % 1_000 < 50);
    const back = nextEvent(connection, 'reconnected');
    await issuer.revokeIssued(token);
    await back;
    expect(connection.identity.capabilities?.pub.allow).toEqual(['new.>']);
    await createCaller(connection.nc).publish('new.thing', 1, { isConfirmed: true });
  });

  it('closes with the reason when its token is refused for good', async () => {
    const token = issuer.issue({ id: nextId() });
    const connection = await connectWith(token);
    const closed = nextEvent(connection, 'closed');
    issuer.refuse(token);
    await issuer.revokeIssued(token);
    await expect(connection.closed()).resolves.toMatchObject({ code: 'AUTHENTICATION_FAILED' });
    await expect(closed).resolves.toMatchObject({ error: { code: 'AUTHENTICATION_FAILED' } });
  });

  it('comes back by itself when the server is killed and started again', async () => {
    const connection = await connectWith(issuer.issue({ id: nextId() }));
    const events: string[] = [];
    connection.onStatus(({ kind }) => events.push(kind));
    await issuer.nats.kill();
    await eventually('it noticed', () => !connection.isConnected);
    await issuer.nats.restart();
    await eventually('it is back', () => connection.isConnected);
    expect(events.slice(0, 2)).toEqual(['disconnected', 'reconnected']);
  });

  it('can be looped over, to its end', async () => {
    const connection = await connectWith(issuer.issue({ id: nextId() }));
    const seen = connection.status();
    await connection.drain();
    const kinds: string[] = [];
    for await (const { kind } of seen) kinds.push(kind);
    expect(kinds).toContain('closed');
    await expect(connection.closed()).resolves.toBeUndefined();
  });

  it('does not wait for a server that is away when it drains', async () => {
    const connection = await connectWith(issuer.issue({ id: nextId() }));
    await issuer.nats.kill();
    await eventually('it noticed', () => !connection.isConnected);
    await connection.drain();
    await issuer.nats.restart();
    expect(connection.nc.isClosed()).toBe(true);
  });
});
