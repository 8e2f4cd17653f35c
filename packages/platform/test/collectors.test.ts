import type { NatsConnection } from '@nats-io/nats-core';
import { type KeyCapabilities, rights, toError } from '@symphony-ts/contract';
import { type Platform, startPlatform } from '@symphony-ts/platform';
import { z } from 'zod';
import { IdentityProvider } from './identity-provider.js';
import { connectWith, exchange, type Joined } from './nats-user.js';
import { beat, enter, register, serve } from './security/world.js';

const may = (...pub: string[]): KeyCapabilities => ({ pub: { allow: pub }, sub: { allow: [] } });
const group = 'cirata.extensions.kitchen';

/** Wildcards. Roles may have them, but keys may not. */
const wide = [`${group}.>`, `${group}.*`, 'cirata.extensions.>', 'cirata.extensions.*.*', 'cirata.>'];

let platform: Platform;
let provider: IdentityProvider;
let kitchen: Joined;
/** The drained endpoints, in order. */
const drained: string[] = [];

beforeAll(async () => {
  provider = await IdentityProvider.start();
  platform = await startPlatform({
    oidc: { issuer: provider.issuer, clientId: 'symphony' },
    rateLimits: { signIn: 10_000 },
    roles: wide.map((pattern, index) => ({
      name: `wide-${index}`,
      description: '',
      groups: [pattern],
      capabilities: may(pattern, rights.keysCreate),
    })),
  });
  kitchen = await enter(platform, { name: 'kitchen', prefix: 'kitchen', kind: 'extension' });
  await register(kitchen.nc, 'kitchen', {});
  for (const name of ['greet', 'logs', 'traces', 'metrics', `instance.${kitchen.id}.logs`]) {
    serve(kitchen.nc, `${group}.${name}`, (message) => {
      drained.push(name);
      message.respond('{}');
    });
  }
  await beat(platform, 'kitchen', kitchen);
  await kitchen.nc.flush();
});
afterAll(async () => {
  await kitchen.nc.close();
  await platform.stop();
  await provider[Symbol.asyncDispose]();
});
beforeEach(() => drained.splice(0));

const UserToken = z.object({ token: z.string() });

interface Caller {
  readonly token: string;
  readonly nc: NatsConnection;
}

async function client(capabilities: KeyCapabilities): Promise<Caller> {
  return enter(platform, { name: 'client', kind: 'client', capabilities });
}

/** A signed-in person who may call everything that `pattern` covers. */
async function person(pattern: string): Promise<Caller> {
  const identity = await provider.token({ sub: pattern, name: pattern, groups: [pattern] });
  const headers = { authorization: `Bearer ${identity}` };
  const response = await fetch(`${platform.httpUrl}/api/v1/usertoken`, { headers });
  const { token } = UserToken.parse(await response.json());
  return { token, nc: await connectWith(await exchange(platform, token)) };
}

async function overNats({ nc }: Caller, name: string): Promise<string> {
  try {
    await nc.request(`${group}.${name}`, '', { timeout: 5_000 });
    return 'answered';
  } catch (error) {
    return /permission/i.test(`${toError(error).message} ${toError(toError(error).cause ?? '').name}`)
      ? 'refused'
      : toError(error).message;
  }
}

async function overHttp({ token }: Caller, path: string): Promise<number> {
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(`${platform.httpUrl}/api/v1/services/kitchen/${path}`, { method: 'POST', headers });
  return response.status;
}

/** The results of a greeting, of the logs, and of the logs of one instance: over NATS, then over HTTP. */
async function outcomes(caller: Caller): Promise<readonly (readonly unknown[])[]> {
  const nats = [];
  for (const name of ['greet', 'logs', `instance.${kitchen.id}.logs`]) nats.push(await overNats(caller, name));
  const http = [];
  for (const path of ['greet', 'logs', `logs?instance=${kitchen.id}`]) http.push(await overHttp(caller, path));
  await caller.nc.close();
  return [nats, http];
}

const [yes, no] = ['answered', 'refused'];

describe('telemetry', () => {
  it('is not for a client that may call another endpoint', async () => {
    expect(await outcomes(await client(may(`${group}.greet`)))).toEqual([
      [yes, no, no],
      [200, 403, 403],
    ]);
    expect(drained).toEqual(['greet', 'greet']);
  });

  it.each(wide)('is not for a person who may call %s', async (pattern) => {
    const [nats, http] = await outcomes(await person(pattern));
    // `cirata.>` covers every right, including the right of collectors.
    const isAll = pattern === 'cirata.>';
    expect(nats).toEqual(isAll ? [yes, yes, yes] : [yes, no, no]);
    expect(http).toEqual(isAll ? [200, 200, 200] : [200, 403, 403]);
  });

  it('is for a key that names it', async () => {
    expect(await outcomes(await client(may(`${group}.logs`)))).toEqual([
      [no, yes, no],
      [403, 200, 200],
    ]);
    expect(await overHttp(await client(may(`${group}.logs`)), 'traces')).toBe(403);
  });

  it('is, of all extensions and instances, for a collector', async () => {
    const collector = await client(may(rights.telemetryCollect));
    expect(await overNats(collector, 'traces')).toBe(yes);
    expect(await outcomes(collector)).toEqual([
      [no, yes, yes],
      [403, 200, 200],
    ]);
  });

  it('is for the extension itself', async () => {
    expect(await outcomes(await enter(platform, { name: 'kitchen', prefix: 'kitchen', kind: 'extension' }))).toEqual([
      [yes, yes, yes],
      [200, 200, 200],
    ]);
  });

  it('is for another extension that declares it and was granted it by name', async () => {
    const watcher = (capabilities: KeyCapabilities): Promise<Joined> =>
      enter(platform, { name: 'watcher', prefix: 'watcher', kind: 'extension', capabilities });
    const [granted, other] = [await watcher(may(`${group}.logs`)), await watcher(may())];
    const capabilities = [{ type: 'pub', subject: 'extensions.kitchen.logs' }];
    await register(granted.nc, 'watcher', { capabilities });
    expect(await overNats(granted, 'logs')).toBe(yes);
    expect(await overNats(granted, 'traces')).toBe(no);
    expect(await overNats(other, 'logs')).toBe(no);
    await Promise.all([granted, other].map(({ nc }) => nc.close()));
  });

  it('is not handed on by whoever has it by no right', async () => {
    const { token, nc } = await person(`${group}.>`);
    await nc.close();
    const create = async (kind: string, pub: string, more: Record<string, unknown> = {}): Promise<number> => {
      const body = JSON.stringify({ name: 'x', kind, capabilities: may(pub), ...more });
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      return (await fetch(`${platform.httpUrl}/api/v1/keys`, { method: 'POST', headers, body })).status;
    };
    expect(await create('client', `${group}.greet`)).toBe(201);
    for (const subject of [`${group}.logs`, rights.telemetryCollect]) {
      expect(await create('client', subject)).toBe(400);
      expect(await create('registration', subject, { prefix: 'team-*' })).toBe(400);
    }
  });

  it('is not minted for an extension that declares it, unless its registration token says so', async () => {
    const mint = async (subject: string, grants?: KeyCapabilities): Promise<unknown> => {
      const given = grants === undefined ? {} : { capabilities: grants };
      const { nc } = await enter(platform, { name: 'reg', kind: 'registration', prefix: 'team-*', ...given });
      const request = { name: 'a', prefix: 'team-a', capabilities: may(subject) };
      const reply = await nc.request('cirata.services.keys.provision', JSON.stringify(request), { timeout: 5_000 });
      await nc.close();
      return reply.headers?.get('Nats-Service-Error-Code') ?? '';
    };
    expect(await mint(`${group}.greet`)).toBe('400');
    expect(await mint(`${group}.greet`, may(`${group}.greet`))).toBe('');
    expect(await mint(`${group}.logs`)).toBe('400');
    expect(await mint(`${group}.logs`, may(`${group}.logs`))).toBe('');
    expect(await mint(`${group}.instance.x.logs`, may(`${group}.logs`))).toBe('400');
  });
});
