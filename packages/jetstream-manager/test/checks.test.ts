import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { headers } from '@nats-io/nats-core';
import { connect } from '@nats-io/transport-node';
import { eventually } from '../../../test/support/eventually.js';
import {
  advisoriesOf,
  checkAccount,
  checkConnection,
  checkConsumer,
  checkCredential,
  checkKv,
  checkMessage,
  checkRequest,
  checkStream,
} from '../src/index.js';
import { type Fixture, publish, startFixture, uniqueName } from './support/fixture.js';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await startFixture(
    { timeoutMs: 2000 },
    { jetstream: { maxFileBytes: 100_000_000, maxMemoryBytes: 100_000_000 } },
  );
});
afterAll(() => fixture?.stop());

describe('checkConnection', () => {
  it('connects, pings and echoes', async () => {
    const result = await checkConnection(() => connect({ servers: fixture.server.url }), {
      connectSeconds: { critical: 30 },
    });
    expect(result).toMatchObject({ status: 'OK', suite: 'connection' });
    expect(result.metrics.map(({ name }) => name)).toEqual(['connect_time', 'rtt', 'request_time']);
  });

  it('finds published holes of the release, where it is to look for them', async () => {
    const advisories = { warning: 1, critical: 20 };
    const result = await checkConnection(() => connect({ servers: fixture.server.url }), { advisories });
    const known = advisoriesOf(fixture.server.version);
    expect(result.status).toBe(known.length >= 20 ? 'CRITICAL' : known.length > 0 ? 'WARNING' : 'OK');
    expect([...result.criticals, ...result.warnings, ...result.oks].join()).toContain(
      known[0] ? `${known[0].id}, ` : 'no advisory for nats-server',
    );
    expect(result.metrics.find(({ name }) => name === 'advisories')?.value).toBe(known.length);
  });

  it('finds what is too slow', async () => {
    const options = { rttSeconds: { warning: 0 }, requestSeconds: { critical: 0 } };
    const result = await checkConnection(() => connect({ servers: fixture.server.url }), options);
    expect([result.status, result.warnings.length, result.criticals.length]).toEqual(['CRITICAL', 1, 1]);
  });

  it('finds that there is no server', async () => {
    const result = await checkConnection(() =>
      connect({ servers: '127.0.0.1:1', maxReconnectAttempts: 0, timeout: 500 }),
    );
    expect(result.status).toBe('CRITICAL');
  });
});

describe('checkStream', () => {
  it('holds messages and subjects against options', async () => {
    const name = uniqueName('S');
    await fixture.manager.streams.create({ name, subjects: [`${name}.*`] });
    await publish(fixture, `${name}.a`, 3);
    await publish(fixture, `${name}.b`, 2);
    const status = async (options: object) => (await checkStream(fixture.manager, name, options)).status;
    expect(await status({})).toBe('OK');
    expect(await status({ messagesWarning: 4 })).toBe('OK');
    expect(await status({ messagesWarning: 5 })).toBe('WARNING');
    expect(await status({ messagesCritical: 5 })).toBe('CRITICAL');
    expect(await status({ messagesWarning: 3, messagesCritical: 4 })).toBe('OK');
    expect(await status({ subjectsWarning: 2, subjectsCritical: 3 })).toBe('WARNING');
    expect(await status({ subjectsWarning: 3, subjectsCritical: 1 })).toBe('WARNING');
    expect(await status({ peersExpected: 3 })).toBe('CRITICAL');
    expect(await status({ lagCritical: 1 })).toBe('CRITICAL');
    expect(await status({ minSources: 1 })).toBe('CRITICAL');
  });

  it('follows mirrors and sources', async () => {
    const origin = uniqueName('ORIGIN');
    const [mirror, sourced] = [uniqueName('MIRROR'), uniqueName('SOURCED')];
    await fixture.manager.streams.create({ name: origin, subjects: [origin] });
    await publish(fixture, origin, 5);
    const copy = await fixture.manager.streams.create({ name: mirror, mirror: { name: origin } });
    await fixture.manager.streams.create({ name: sourced, sources: [{ name: origin }] });
    await eventually('the mirror has caught up', async () => (await copy.state()).messages === 5);
    const limits = { lagCritical: 1, seenCritical: 60 };
    await eventually(
      'the mirror is well',
      async () => (await checkStream(fixture.manager, mirror, limits)).status === 'OK',
    );
    await eventually(
      'the sources are well',
      async () =>
        (await checkStream(fixture.manager, sourced, { ...limits, minSources: 1, maxSources: 1 })).status === 'OK',
    );
    expect((await checkStream(fixture.manager, sourced, { minSources: 2 })).criticals).toEqual(['1 sources']);
    expect((await checkStream(fixture.manager, mirror, { seenCritical: 0 })).status).toBe('CRITICAL');
  });

  it('says that a stream is missing', async () => {
    const result = await checkStream(fixture.manager, 'NOPE');
    expect(result).toMatchObject({ status: 'CRITICAL', criticals: [expect.stringContaining('STREAM_NOT_FOUND')] });
  });

  it('takes thresholds from metadata', async () => {
    if (!fixture.isAtLeast('2.10.0')) return;
    const name = uniqueName('META');
    const metadata = { 'io.nats.monitor.msgs-warn': '7', 'io.nats.monitor.seen-critical': 'soon' };
    const stream = await fixture.manager.streams.create({ name, subjects: [name], metadata });
    expect((await checkStream(fixture.manager, name)).criticals.join()).toContain(
      'seen-critical is "soon", not a duration',
    );
    await stream.update({ metadata: { 'io.nats.monitor.msgs-warn': '7' } });
    expect(await checkStream(fixture.manager, name, { messagesWarning: 0 })).toMatchObject({ status: 'WARNING' });
  });
});

describe('checkConsumer', () => {
  it('holds counts and ages against options', async () => {
    const name = uniqueName('C');
    const stream = await fixture.manager.streams.create({ name, subjects: [name] });
    const consumer = await stream.consumers.create({ durable_name: 'C' });
    await publish(fixture, name, 5);
    const status = async (options: object) => (await checkConsumer(fixture.manager, name, 'C', options)).status;
    expect(await status({ lastAckCritical: 60 })).toBe('CRITICAL');
    expect(await status({ unprocessedCritical: 6 })).toBe('OK');
    expect(await status({ unprocessedCritical: 5 })).toBe('CRITICAL');
    await (await consumer.nextMessage())?.ackAck();
    await consumer.nextMessage();
    expect(await status({ outstandingAckCritical: 1 })).toBe('CRITICAL');
    expect(
      await status({ outstandingAckCritical: 2, lastAckCritical: 60, lastDeliveryCritical: 60, redeliveryCritical: 1 }),
    ).toBe('OK');
    expect(await status({ lastDeliveryCritical: 0 })).toBe('CRITICAL');
    expect(await status({ pinned: true })).toBe('CRITICAL');
    expect((await checkConsumer(fixture.manager, name, 'NOPE')).status).toBe('CRITICAL');
  });
});

describe('checkMessage', () => {
  it('looks at age, content and timestamp', async () => {
    const name = uniqueName('M');
    await fixture.manager.streams.create({ name, subjects: [`${name}.*`] });
    await publish(fixture, `${name}.a`, 1, 'hello');
    await publish(fixture, `${name}.t`, 1, String(Math.floor(Date.now() / 1000) - 100));
    const check = (subject: string, options: object) => checkMessage(fixture.manager, name, subject, options);
    expect(await check(`${name}.a`, { ageSeconds: { critical: 60 }, content: /^hel/ })).toMatchObject({ status: 'OK' });
    expect(await check(`${name}.a`, { content: /^x/ })).toMatchObject({ criticals: ['does not match /^x/'] });
    expect(
      await check(`${name}.t`, { bodyAsTimestamp: true, ageSeconds: { warning: 60, critical: 600 } }),
    ).toMatchObject({ status: 'WARNING' });
    expect(await check(`${name}.a`, { bodyAsTimestamp: true })).toMatchObject({ status: 'CRITICAL' });
    expect(await check(`${name}.none`, {})).toMatchObject({ criticals: ['no message found'] });
    expect(await check(`${name}.*`, {})).toMatchObject({ status: 'CRITICAL' });
  });
});

describe('checkKv', () => {
  it('looks at bucket, key and number of values', async () => {
    const bucket = uniqueName('bucket');
    const subject = (key: string) => `$KV.${bucket}.${key}`;
    await fixture.manager.streams.create({
      name: `KV_${bucket}`,
      subjects: [subject('>')],
      max_msgs_per_subject: 1,
      allow_rollup_hdrs: true,
    });
    await publish(fixture, subject('there'), 1, 'v');
    const marked = (operation: string) => {
      const hdrs = headers();
      hdrs.set('KV-Operation', operation);
      return fixture.manager.jetstream.jetstream().publish(subject(operation.toLowerCase()), '', { headers: hdrs });
    };
    await marked('DEL');
    await marked('PURGE');
    const check = (options: object) => checkKv(fixture.manager, bucket, options);
    expect(await check({ key: 'there', values: { warning: 10, critical: 20 } })).toMatchObject({ status: 'OK' });
    expect(await check({ values: { warning: 3, critical: 20 } })).toMatchObject({ status: 'WARNING' });
    expect(await check({ values: { warning: 3, critical: 1 } })).toMatchObject({ status: 'WARNING' });
    expect(await check({ key: 'del' })).toMatchObject({ criticals: ['key del is deleted'] });
    expect(await check({ key: 'purge' })).toMatchObject({ criticals: ['key purge is purged'] });
    expect(await check({ key: 'none' })).toMatchObject({ criticals: ['key none not found'] });
    expect(await checkKv(fixture.manager, 'nope')).toMatchObject({ criticals: ['bucket nope not found'] });
  });
});

describe('checkRequest', () => {
  it('looks at content, headers and time', async () => {
    const subject = uniqueName('service');
    fixture.nc.subscribe(subject, {
      callback: (_, message) => {
        const hdrs = headers();
        hdrs.set('Echo', message.headers?.get('Ask') ?? '');
        message.respond(`got ${message.string()}`, { headers: hdrs });
      },
    });
    const check = (options: object) =>
      checkRequest(fixture.nc, subject, { payload: 'x', headers: { Ask: 'y' }, ...options });
    expect(
      await check({ response: /^got x$/, responseHeaders: { Echo: 'y' }, responseSeconds: { critical: 5 } }),
    ).toMatchObject({ status: 'OK' });
    expect(await check({ response: /nothing/ })).toMatchObject({ status: 'CRITICAL' });
    expect(await check({ responseHeaders: { Echo: 'z' } })).toMatchObject({ criticals: ['invalid header Echo: "y"'] });
    expect(await check({ responseSeconds: { warning: 0, critical: 60 } })).toMatchObject({ status: 'WARNING' });
    expect(await checkRequest(fixture.nc, uniqueName('nobody'))).toMatchObject({
      criticals: [expect.stringContaining('NO_RESPONDERS')],
    });
  });
});

describe('checkAccount', () => {
  it('reports usage, and replicas', async () => {
    const result = await checkAccount(fixture.manager, {
      replicas: true,
      storagePercent: { warning: 50, critical: 90 },
    });
    expect(result).toMatchObject({ status: 'OK', suite: 'jetstream' });
    expect(result.metrics.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['memory', 'storage_pct', 'streams', 'replicas_ok']),
    );
  });
});

describe('checkCredential', () => {
  it.each([
    ['never', undefined, {}, 'OK'],
    ['never, where it must', undefined, { requiresExpiry: true }, 'CRITICAL'],
    ['in an hour', 3600, {}, 'OK'],
    ['within the warning', 3600, { validity: { warning: 7200, critical: 60 } }, 'WARNING'],
    ['within the critical', 30, { validity: { warning: 7200, critical: 60 } }, 'CRITICAL'],
    ['in the past', -5, {}, 'CRITICAL'],
  ] as const)('of a credential that expires %s', async (_, left, options, status) => {
    const directory = await mkdtemp(join(tmpdir(), 'creds-'));
    const claims = left === undefined ? {} : { exp: Math.floor(Date.now() / 1000) + left };
    const jwt = `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.sig`;
    const path = join(directory, 'user.creds');
    await writeFile(path, `-----BEGIN NATS USER JWT-----\n${jwt}\n------END NATS USER JWT------\n`);
    expect(await checkCredential(path, options)).toMatchObject({ status });
    await writeFile(path, 'nothing');
    expect(await checkCredential(path, options)).toMatchObject({ status: 'CRITICAL' });
    await rm(directory, { recursive: true });
    expect(await checkCredential(path, options)).toMatchObject({ status: 'CRITICAL' });
  });
});
