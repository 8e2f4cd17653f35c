import type { NatsConnection } from '@nats-io/nats-core';
import { endpointSubject, instanceSubject, platformServices } from '@symphony-ts/contract';
import { defineContract, SymphonyClient } from '../src/index.js';
import { wireNames } from '../src/internal.js';
import { Issuer } from './issuer.js';

let issuer: Issuer;
let service: NatsConnection;
let client: SymphonyClient;

beforeAll(async () => {
  issuer = await Issuer.start();
  service = await issuer.connectService();
  const answer = (subject: string, value: (input: unknown) => unknown): void => {
    service.subscribe(subject, {
      callback: (_error, message) => {
        message.respond(JSON.stringify(value(message.data.length > 0 ? message.json() : undefined)));
      },
    });
  };
  answer(endpointSubject('catalog', 'add'), (input) => ({ id: 1, input }));
  answer(endpointSubject('catalog', 'list-all'), () => ['a', 'b']);
  answer(endpointSubject('catalog', 'page'), () => ({ body: { html: '<p>' }, statusCode: 200 }));
  answer(endpointSubject('catalog', 'gone'), () => ({ body: { error: 'no such item' }, statuscode: 404 }));
  answer(instanceSubject('catalog', 'I1', 'local'), () => ({ instance: 'I1' }));
  answer(platformServices.info, () => ({ name: 'Test', version: '1', extra: true }));
  answer(platformServices.extensions, () => [{ prefix: 'catalog', name: 'C', version: '1', status: 'ok' }]);
  await service.flush();
  client = await SymphonyClient.connect({ token: issuer.issue({ id: 'CLIENT1' }), address: issuer.address, env: {} });
});

afterAll(async () => {
  await client?.close();
  await service?.close();
  await issuer?.[Symbol.asyncDispose]();
});

class Catalog {
  static readonly [wireNames] = () => ({
    prefix: 'catalog',
    endpoints: {
      add: { name: 'add' },
      list: { name: 'list-all' },
      page: { name: 'page', isRest: true },
      gone: { name: 'gone', isRest: true },
    },
  });
  add(input: { readonly name: string }): { id: number; input: unknown } {
    return { id: 1, input };
  }
  list(): string[] {
    return [];
  }
  page(): { html: string } {
    return { html: '' };
  }
  gone(): string {
    return '';
  }
  started(): void {}
}

describe('SymphonyClient', () => {
  it('connects as the key whose token it was given', () => {
    expect(client.connection.identity).toMatchObject({ instanceId: 'CLIENT1', kind: 'client', name: 'key CLIENT1' });
    expect(client.connection.mode).toBe('platform');
  });

  it.each([0, -5, Number.NaN, Number.POSITIVE_INFINITY])(
    'refuses a timeout of %d before it connects',
    async (timeoutMs) => {
      const token = issuer.issue({ id: 'UNUSED' });
      const connecting = SymphonyClient.connect({ token, address: issuer.address, env: {}, timeoutMs });
      await expect(connecting.then((made) => made.close())).rejects.toMatchObject({
        code: 'INVALID_CONFIGURATION',
        params: { setting: 'timeoutMs' },
      });
      expect(issuer.exchanges.get(token)).toBeUndefined();
    },
  );

  it('invokes an endpoint by prefix', async () => {
    await expect(client.extension('catalog').invoke('add', { name: 'x' })).resolves.toEqual({
      id: 1,
      input: { name: 'x' },
    });
  });

  it('calls methods of a class by their names on the wire', async () => {
    const catalog = client.extension(Catalog);
    await expect(catalog.add({ name: 'y' })).resolves.toEqual({ id: 1, input: { name: 'y' } });
    await expect(catalog.list({ timeoutMs: 20_000 })).resolves.toEqual(['a', 'b']);
  });

  it('unwraps what an HTTP operation answers', async () => {
    await expect(client.extension(Catalog).page()).resolves.toEqual({ html: '<p>' });
    await expect(client.extension(Catalog).gone()).rejects.toMatchObject({
      code: 'REMOTE_ERROR',
      remoteStatus: 404,
      details: { error: 'no such item' },
    });
  });

  it('refuses a method that is no endpoint', () => {
    expect(() => client.extension(Catalog).started()).toThrow('[NOT_AN_ENDPOINT] Catalog.started');
  });

  it('calls by contract', async () => {
    const api = defineContract('catalog', { everything: { name: 'list-all' } });
    await expect(client.extension(api).everything({ timeoutMs: 20_000 })).resolves.toEqual(['a', 'b']);
  });

  it('reaches one instance', async () => {
    await expect(client.extension('catalog').instance('I1').invoke('local')).resolves.toEqual({ instance: 'I1' });
  });

  it('is no promise, and neither are its handles', async () => {
    const handle = client.extension('catalog');
    await expect(Promise.resolve(handle)).resolves.toBe(handle);
  });

  it.each(['', 'a b', 'a..b', '>'])('refuses the endpoint name %j', async (name) => {
    await expect(client.extension('catalog').invoke(name)).rejects.toMatchObject({ code: 'INVALID_CONFIGURATION' });
  });

  it('asks the platform who it is and what is registered', async () => {
    await expect(client.info()).resolves.toMatchObject({ name: 'Test', extra: true });
    await expect(client.extensions()).resolves.toMatchObject([{ prefix: 'catalog', status: 'ok', instances: [] }]);
  });
});
