import { headers as natsHeaders } from '@nats-io/nats-core';
import { SymphonyClient } from '@symphony-ts/client';
import { headers, silentLogger } from '@symphony-ts/contract';
import { type LiveExtension, TestExtension, TestPlatform } from '@symphony-ts/testing';
import {
  Capability,
  Endpoint,
  EndpointError,
  type EndpointRequest,
  type EventMessage,
  Extension,
  InstanceHandler,
  OnCommand,
  Rest,
  type RestRequest,
} from '../../src/index.js';

/** Returns its caller. */
@Extension({ prefix: 'vault', name: 'Vault', version: '1.0.0' })
class Vault {
  @Endpoint()
  who(_input: unknown, { caller, headers: seen }: EndpointRequest) {
    return {
      caller: caller ?? null,
      hidden: ![...seen.keys()].some((name) => name.toLowerCase() === 'symphony-caller'),
    };
  }

  @Rest('GET', '/who')
  whoOverHttp({ caller, headers: seen }: RestRequest) {
    return { caller: caller ?? null, claimed: seen.get('symphony-caller') ?? seen.get('x-forwarded-user') ?? null };
  }

  @InstanceHandler('whoHere')
  whoHere(_input: unknown, { caller }: EndpointRequest) {
    return { caller: caller ?? null };
  }

  @OnCommand('who')
  whoCommands(_input: unknown, { caller }: EventMessage) {
    return { caller: caller ?? null };
  }

  @Endpoint()
  open(_input: unknown, { caller }: EndpointRequest) {
    if (caller?.kind !== 'extension' || caller.prefix !== 'guard') throw new EndpointError(403, 'for the guard alone');
    return 'open';
  }
}

@Extension({ prefix: 'guard', name: 'Guard', version: '1.0.0' })
@Capability('pub', 'extensions.vault.who', 'Asks')
@Capability('pub', 'extensions.vault.open', 'Opens')
class Guard {
  @Endpoint()
  ask(_input: unknown, { client }: EndpointRequest) {
    return client.extension('vault').invoke('who');
  }

  @Endpoint()
  open(_input: unknown, { client }: EndpointRequest) {
    return client.extension('vault').invoke('open');
  }
}

@Extension({ prefix: 'thief', name: 'Thief', version: '1.0.0' })
class Thief {
  @Endpoint()
  take(): object {
    return {};
  }
}

const WHO = 'cirata.extensions.vault.who';
const rights = { pub: { allow: [WHO, 'cirata.extensions.vault.commands'] }, sub: { allow: [] } };

describe('request.caller, on a platform', () => {
  let platform: TestPlatform;
  let vault: LiveExtension<Vault>;
  let guard: LiveExtension<Guard>;
  let key: { readonly id: string; readonly token: string };
  let client: SymphonyClient;
  beforeAll(async () => {
    platform = await TestPlatform.start();
    vault = await platform.create(Vault);
    guard = await platform.create(Guard);
    key = await platform.platform.keys.create({ name: 'ada', kind: 'client', capabilities: rights });
    const address = platform.platform.httpUrl;
    client = await SymphonyClient.connect({ token: key.token, address, logger: silentLogger });
  });
  afterAll(async () => {
    await client.close();
    await platform.stop();
  });

  it('[calls.caller] is the extension that calls, over NATS', async () => {
    const caller = { kind: 'extension', key: guard.instanceId, prefix: 'guard' };
    expect(await guard.request('ask')).toEqual({ caller, hidden: true });
    expect(await guard.request('open')).toBe('open');
    await expect(vault.request('open')).rejects.toMatchObject({ remoteStatus: 403 });
  });

  it('is the key of a client, over NATS and over HTTP', async () => {
    const caller = { kind: 'client', key: key.id };
    expect(await client.request(WHO)).toEqual({ caller, hidden: true });
    const response = await fetch(`${platform.platform.httpUrl}/api/v1/services/vault/who`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key.token}` },
    });
    expect(await response.json()).toEqual({ caller, hidden: true });
  });

  it('reaches instance handlers and commands, too', async () => {
    const caller = expect.objectContaining({ kind: expect.any(String), key: expect.any(String) });
    expect(await vault.requestInstance('whoHere')).toEqual({ caller });
    expect(await vault.command('who')).toEqual({ caller });
  });

  it('is nobody the caller says it is', async () => {
    const forged = JSON.stringify({ kind: 'extension', key: 'K', prefix: 'guard' });
    // The client's own proof replaces the one that its user wrote.
    expect(await client.request(WHO, undefined, { headers: { [headers.caller]: forged } })).toMatchObject({
      caller: { kind: 'client', key: key.id },
    });
    const { nc } = client.connection;
    for (const name of [headers.caller, 'symphony-caller']) {
      const written = natsHeaders();
      written.set(name, forged);
      expect((await nc.request(WHO, '', { headers: written, timeout: 5_000 })).json()).toEqual({
        caller: null,
        hidden: true,
      });
    }
    const { status, body } = await vault.rest('GET', '/who', {
      headers: { 'symphony-caller': forged, 'x-forwarded-user': 'root' },
    });
    expect({ status, body }).toEqual({
      status: 200,
      body: { caller: expect.objectContaining({ key: expect.any(String) }), claimed: null },
    });
  });

  it('is nobody that an envelope names, over NATS', async () => {
    const envelope = { method: 'GET', url: '/who', headers: { 'X-Forwarded-User': 'root', 'symphony-caller': 'root' } };
    const reply = await vault.client.request('cirata.extensions.vault.whoOverHttp', envelope);
    expect(reply).toMatchObject({ body: { caller: { kind: 'client' }, claimed: null } });
  });

  it('is nobody whose proof another extension received', async () => {
    const proofs = new Set<string>();
    await platform.create(Thief);
    const inside = await platform.inside('thief');
    inside.subscribe('cirata.extensions.thief.take', {
      callback: (_error, message) => void proofs.add(message.headers?.get(headers.caller) ?? ''),
    });
    await inside.flush();
    const url = `${platform.platform.httpUrl}/api/v1/services/thief/take`;
    const both = { pub: { allow: ['cirata.extensions.thief.take', WHO] }, sub: { allow: [] } };
    const { token } = await platform.platform.keys.create({ name: 'bob', kind: 'client', capabilities: both });
    await fetch(url, { method: 'POST', headers: { authorization: `Bearer ${token}` } });
    const address = platform.platform.httpUrl;
    await using bob = await SymphonyClient.connect({ token, address, logger: silentLogger });
    await bob.request('cirata.extensions.thief.take');
    expect([...proofs].map((proof) => proof.split('.').length)).toEqual([2, 4]);
    for (const proof of proofs) {
      const stolen = natsHeaders();
      stolen.set(headers.caller, proof);
      const answer = await client.connection.nc.request(WHO, '', { headers: stolen, timeout: 5_000 });
      expect(answer.json()).toMatchObject({ caller: null });
    }
  });
});

describe('request.caller, without a server', () => {
  it('[calls.caller] is whom the test names', async () => {
    await using vault = await TestExtension.create(Vault);
    const ada = vault.as({ kind: 'person', key: 'K1', person: 'ADA' });
    const caller = { kind: 'person', key: 'K1', person: 'ADA' };
    expect(await ada.request('who')).toEqual({ caller, hidden: true });
    expect(await ada.rest('GET', '/who')).toMatchObject({ status: 200, body: { caller } });
    expect(await ada.command('who')).toEqual({ caller });
    await expect(ada.request('open')).rejects.toMatchObject({ remoteStatus: 403 });
    const guard = vault.as({ kind: 'extension', key: 'K2', prefix: 'guard' });
    expect(await guard.send('open')).toBe('open');
    expect(await guard.requestInstance('whoHere')).toMatchObject({ caller: { prefix: 'guard' } });
  });

  it('is nobody otherwise', async () => {
    await using vault = await TestExtension.create(Vault);
    expect(await vault.request('who')).toEqual({ caller: null, hidden: true });
    const forged = { [headers.caller]: JSON.stringify({ kind: 'client', key: 'K' }) };
    expect(await vault.send('who', undefined, { headers: forged })).toMatchObject({ caller: null });
  });
});
