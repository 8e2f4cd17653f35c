import { headers, type MsgHdrs, type NatsConnection } from '@nats-io/nats-core';
import { platformServices } from '@symphony-ts/contract';
import { manifest } from '../nats-user.js';

/** A hostile extension with everything that its key allows. */
export interface Hostile {
  readonly nc: NatsConnection;
  readonly id: string;
  readonly token: string;
  readonly httpUrl: string;
}

/** Sends a request, and ignores whether and how it is answered. */
const ask = async ({ nc }: Hostile, subject: string, body: string | Uint8Array = '', hdrs?: MsgHdrs): Promise<void> => {
  await nc.request(subject, body, { timeout: 2_000, ...(hdrs ? { headers: hdrs } : {}) }).catch(() => undefined);
};
const register = (hostile: Hostile, more: Record<string, unknown>): Promise<void> =>
  ask(hostile, platformServices.register, manifest('hostile', more));
const times = <T>(count: number, make: (at: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at));
/** Headers that a client without the library wrote. Only their bytes are read. */
const unreadable = (text: string): MsgHdrs => Object.assign(headers(), { encode: () => Buffer.from(text, 'latin1') });
const service = (openapi: string) => ({ services: [{ name: 'hostile', version: '1.0.0', metadata: { openapi } }] });
const now = () => new Date().toISOString();

/** Attacks that are possible with one key, by name. Each ends within a few seconds. */
export const deeds: Readonly<Record<string, (hostile: Hostile) => Promise<void>>> = {
  'headers that cannot be read': async (hostile) => {
    for (const bad of ['NATS/1.0\r\nbad name: 1\r\n\r\n', 'NATS/1.0\r\na: b\nc\r\n\r\n']) {
      await ask(hostile, platformServices.info, '', unreadable(bad));
      hostile.nc.publish(`$KV.symphony_status.hostile.${hostile.id}`, '{}', { headers: unreadable(bad) });
    }
    const many = times(20_000, (at) => `h${at}: 1`).join('\r\n');
    await ask(hostile, platformServices.info, '', unreadable(`NATS/1.0\r\n${many}\r\n\r\n`));
  },
  'a manifest of many routes': (hostile) =>
    register(hostile, {
      features: { routes: Object.fromEntries(times(5_000, (at) => [`/hostile/${at}`, { uri: 'ui://hostile/a' }])) },
    }),
  'a manifest of one long text': (hostile) => register(hostile, { description: 'd'.repeat(1_000_000) }),
  'a manifest of many capabilities': (hostile) =>
    register(hostile, { capabilities: times(8_000, (at) => ({ type: 'pub', subject: `extensions.good0.e${at}` })) }),
  'the largest manifest there may be': (hostile) =>
    register(hostile, {
      capabilities: times(1_000, (at) => ({ type: 'pub', subject: `extensions.good0.e${at}` })),
      features: { routes: Object.fromEntries(times(500, (at) => [`/hostile/${at}`, { uri: 'ui://hostile/a' }])) },
    }),
  'a body that is deep': (hostile) =>
    ask(hostile, platformServices.register, `{"a":${'['.repeat(200_000)}${']'.repeat(200_000)}}`),
  'a body of many values': (hostile) => ask(hostile, platformServices.register, `[${'0,'.repeat(400_000)}0]`),
  'YAML that takes long': async (hostile) => {
    const paths = times(6_000, (at) => `  /a${at}: {get: {operationId: x}}`).join('\n');
    await register(hostile, service(`openapi: 3.1.0\npaths:\n${paths}`));
    await call(hostile, 'extensions/hostile/nothing');
  },
  'YAML that is deep': async (hostile) => {
    await register(hostile, service(`a: ${'['.repeat(50_000)}${']'.repeat(50_000)}`));
    await call(hostile, 'extensions/hostile/nothing');
  },
  'documents that nest and expand': async (hostile) => {
    await register(hostile, service(`{"openapi":"3.1.0","paths":{},"x":${'['.repeat(200_000)}${']'.repeat(200_000)}}`));
    await call(hostile, 'extensions/hostile');
    const aliases = `a: &a ${'x'.repeat(50_000)}\nb: [${Array(9_000).fill('*a').join()}]`;
    await Promise.all(times(20, () => register(hostile, service(aliases))));
  },
  'an operation with a long name': async (hostile) => {
    const paths = { '/x': { get: { operationId: 'x'.repeat(400_000) } } };
    await register(hostile, service(JSON.stringify({ openapi: '3.1.0', paths })));
    await call(hostile, 'extensions/hostile/x');
  },
  'statuses without number': async (hostile) => {
    const entry = (instanceId: string) =>
      JSON.stringify({
        prefix: 'hostile',
        instanceId,
        name: 'h',
        version: '1.0.0',
        status: 'ok',
        message: 'm'.repeat(1_000),
        started: now(),
        timestamp: now(),
      });
    for (let at = 0; at < 3_000; at += 1) hostile.nc.publish(`$KV.symphony_status.hostile.i${at}`, entry(`i${at}`));
    await hostile.nc.flush();
    await ask(hostile, platformServices.extensions);
  },
  'names that are long': async (hostile) => {
    const long = 'b'.repeat(60_000);
    await ask(hostile, platformServices.storageList, JSON.stringify({ bucket: long }));
    await ask(hostile, platformServices.storageGet, JSON.stringify({ bucket: 'b', key: long }));
    await ask(hostile, platformServices.discoveryPing, JSON.stringify({ prefix: long }));
  },
  'wrong tokens': async (hostile) => {
    const wrong = `${hostile.token.slice(0, -3)}AAA`;
    await Promise.all(times(200, () => call({ ...hostile, token: wrong }, 'extensions/all')));
  },
  'paths that are odd': async (hostile) => {
    const paths = [
      `extensions/hostile/${'%41'.repeat(2_000)}`,
      'extensions/hostile/%ff',
      `services/${'a.'.repeat(500)}x/y`,
    ];
    for (const path of paths) await call(hostile, path);
  },
};

/** Runs after all others, because the platform then ignores this caller for a while. */
export async function flood({ nc, id }: Hostile): Promise<void> {
  for (let at = 0; at < 60_000; at += 1) {
    nc.publish(platformServices.extensions, '{}', { reply: `_INBOX.${id}.flood` });
    if (at % 20_000 === 0) await nc.flush();
  }
  await nc.flush();
}

async function call({ httpUrl, token }: Hostile, path: string): Promise<void> {
  const response = await fetch(`${httpUrl}/api/v1/${path}`, { headers: { authorization: `Bearer ${token}` } });
  await response.arrayBuffer();
}
