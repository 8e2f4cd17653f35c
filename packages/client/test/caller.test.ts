import { type NatsConnection, headers as natsHeaders } from '@nats-io/nats-core';
import { headers, isSymphonyError } from '@symphony-ts/contract';
import { type Caller, connectSymphony, createCaller, type SymphonyConnection } from '../src/index.js';
import { Issuer } from './issuer.js';
import { nextEvent } from './next-event.js';

let issuer: Issuer;
let service: NatsConnection;
let connection: SymphonyConnection;
let caller: Caller;

beforeAll(async () => {
  issuer = await Issuer.start();
  service = await issuer.connectService();
  service.subscribe('svc.echo', { callback: (_error, message) => void message.respond(message.data) });
  service.subscribe('svc.silent', { callback: () => undefined });
  service.subscribe('svc.headers', {
    callback: (_error, message) => {
      message.respond(
        JSON.stringify(Object.fromEntries([...(message.headers ?? [])].map(([name, [value]]) => [name, value]))),
      );
    },
  });
  service.subscribe('svc.refuses', {
    callback: (_error, message) => {
      const sent = natsHeaders();
      sent.set(headers.errorCode, '404');
      sent.set(headers.error, 'no such item');
      message.respond(JSON.stringify({ error: 'no such item', code: 'ITEM_NOT_FOUND', details: { id: 7 } }), {
        headers: sent,
      });
    },
  });
  service.subscribe('svc.strict', {
    callback: (_error, message) => {
      const sent = natsHeaders();
      sent.set(headers.errorCode, '400');
      const body = { error: 'svc.strict: name: is missing', code: 'INVALID_INPUT' };
      message.respond(JSON.stringify(body), { headers: sent });
    },
  });
  await service.flush();
  const token = issuer.issue({ id: 'CALLER1', pub: ['svc.>', 'nobody'], sub: ['_INBOX.CALLER1.>'] });
  connection = await connectSymphony({ token, address: issuer.address, env: {} });
  caller = createCaller(connection.nc, { defaultTimeoutMs: 2_000 });
});

afterAll(async () => {
  await connection?.close();
  await service?.close();
  await issuer?.[Symbol.asyncDispose]();
});

describe('request', () => {
  it.each([
    ['JSON', { a: [1, null] }, { a: [1, null] }],
    ['text as it is', 'plain text', 'plain text'],
    ['bytes as they are', new Uint8Array([0xff, 0]), Buffer.from([0xff, 0])],
    ['nothing', undefined, undefined],
  ])('sends %s and reads it back', async (_what, sent, received) => {
    const reply = await caller.request('svc.echo', sent);
    expect(reply.value()).toEqual(received);
  });

  it('tells how long it waits, and passes headers on', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const reply = await caller.request('svc.headers', undefined, { timeoutMs: 1_500, headers: { traceparent } });
    expect(reply.json()).toEqual({ 'Symphony-Timeout': '1500', traceparent });
  });

  it('rejects with NoRespondersError where nobody listens', async () => {
    await expect(caller.request('nobody')).rejects.toMatchObject({
      name: 'NoRespondersError',
      code: 'NO_RESPONDERS',
      status: 503,
    });
  });

  it('rejects with TimeoutError where nobody answers', async () => {
    await expect(caller.request('svc.silent', {}, { timeoutMs: 50 })).rejects.toMatchObject({
      name: 'TimeoutError',
      params: { subject: 'svc.silent', timeoutMs: 50 },
    });
  });

  it('rejects with PermissionError where the key may not', async () => {
    await expect(caller.request('secret.thing')).rejects.toMatchObject({
      name: 'PermissionError',
      params: { operation: 'publish', subject: 'secret.thing' },
    });
  });

  it('rejects with RemoteError where the service refuses', async () => {
    await expect(caller.request('svc.refuses')).rejects.toMatchObject({
      name: 'RemoteError',
      remoteStatus: 404,
      params: { description: 'no such item' },
      details: { code: 'ITEM_NOT_FOUND', details: { id: 7 } },
    });
  });

  it('names the subject once where the service refuses the input', async () => {
    await expect(caller.request('svc.strict')).rejects.toMatchObject({
      message: expect.stringContaining('] svc.strict answered 400: name: is missing; '),
    });
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('refuses a timeout of %p', async (timeoutMs) => {
    await expect(caller.request('svc.echo', 1, { timeoutMs })).rejects.toMatchObject({ code: 'INVALID_CONFIGURATION' });
  });

  it('ends at the deadline it was made for', async () => {
    const scoped = caller.within({ deadline: new Date(Date.now() + 60), headers: { tracestate: 'x=1' } });
    const started = Date.now();
    await expect(scoped.request('svc.silent', {}, { timeoutMs: 10_000 })).rejects.toMatchObject({ code: 'TIMEOUT' });
    expect(Date.now() - started).toBeLessThan(2_000);
  });

  it('sends nothing once the deadline has passed', async () => {
    const before = connection.nc.stats().outMsgs;
    const scoped = caller.within({ deadline: new Date(Date.now() - 1) });
    await expect(scoped.request('svc.echo', 1)).rejects.toMatchObject({ code: 'TIMEOUT' });
    expect(connection.nc.stats().outMsgs).toBe(before);
  });

  it('gives up when its signal is aborted, its own or the one of its scope', async () => {
    const own = new AbortController();
    const outer = new AbortController();
    const scoped = caller.within({ signal: outer.signal });
    const calls = [scoped.request('svc.silent', {}, { signal: own.signal }), scoped.request('svc.silent')];
    own.abort();
    outer.abort();
    for (const call of calls) await expect(call).rejects.toMatchObject({ code: 'ABORTED' });
    await expect(scoped.request('svc.echo')).rejects.toMatchObject({ code: 'ABORTED' });
  });

  it('refuses what is larger than the server takes', async () => {
    await expect(caller.request('svc.echo', new Uint8Array(10_000_000))).rejects.toMatchObject({
      code: 'PAYLOAD_TOO_LARGE',
      params: { bytes: 10_000_000 },
    });
  });

  it('counts headers too', async () => {
    const headers = { large: 'x'.repeat(1_000_000) };
    await expect(caller.request('svc.echo', new Uint8Array(1_000_000), { headers })).rejects.toMatchObject({
      code: 'PAYLOAD_TOO_LARGE',
    });
  });

  it('refuses headers that would break out of their line', async () => {
    const headers = { ok: 'a\r\nevil: b' };
    await expect(caller.request('svc.echo', 1, { headers })).rejects.toMatchObject({ code: 'INVALID_CONFIGURATION' });
    await expect(caller.publish('svc.echo', 1, { headers })).rejects.toMatchObject({ code: 'INVALID_CONFIGURATION' });
  });

  it.each(['', 'a b'])('refuses the subject %j', async (subject) => {
    await expect(caller.request(subject)).rejects.toMatchObject({ code: 'INVALID_CONFIGURATION' });
  });
});

describe('publish', () => {
  it('reports a refusal as an error when confirmed', async () => {
    await expect(caller.publish('secret.event', {}, { isConfirmed: true })).rejects.toMatchObject({
      name: 'PermissionError',
      params: { operation: 'publish', subject: 'secret.event' },
    });
    await expect(caller.publish('svc.event', {}, { isConfirmed: true })).resolves.toBeUndefined();
  });

  it('reports a refusal as an event otherwise', async () => {
    const denied = nextEvent(connection, 'permission-denied');
    await caller.publish('secret.event');
    await expect(denied).resolves.toMatchObject({ error: { params: { subject: 'secret.event' } } });
  });
});

describe('a closed connection', () => {
  it('refuses calls and ends those under way', async () => {
    const token = issuer.issue({ id: 'CALLER2' });
    const other = await connectSymphony({ token, address: issuer.address, env: {} });
    const late = createCaller(other.nc);
    const waiting = late.request('svc.silent').catch((error: unknown) => error);
    await late.publish('svc.event', 1, { isConfirmed: true });
    await other.close();
    expect(isSymphonyError(await waiting, 'CONNECTION_CLOSED')).toBe(true);
    await expect(late.request('svc.echo')).rejects.toMatchObject({ code: 'CONNECTION_CLOSED' });
    await expect(late.publish('svc.event')).rejects.toMatchObject({ code: 'CONNECTION_CLOSED' });
  });
});
