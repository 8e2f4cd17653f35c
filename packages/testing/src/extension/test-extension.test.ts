import { DisconnectedError, isSymphonyError, NoRespondersError, TimeoutError } from '@symphony-ts/contract';
import {
  Capability,
  Endpoint,
  EndpointError,
  Extension,
  ExtensionContext,
  InstanceHandler,
  Logger,
  OnCommand,
  Rest,
  Subscribe,
} from '@symphony-ts/extension';
import { TestExtension } from './test-extension.js';

const PRICE = 'extensions.prices.of';

@Extension({ prefix: 'shop', name: 'Shop', version: '1.0.0' })
@Capability('pub', PRICE, 'Asks for prices')
class Shop {
  constructor(private readonly context: ExtensionContext) {}

  @Endpoint()
  price(): Promise<unknown> {
    return this.context.client.extension('prices').invoke('of');
  }

  @Endpoint()
  async described(): Promise<unknown> {
    const prices = this.context.client.extension('prices');
    return { json: JSON.stringify({ prices }), text: String(prices), keys: Object.keys({ ...prices }) };
  }

  @Endpoint()
  async refused(): Promise<unknown> {
    return this.price().catch((error: unknown) => ({ status: Reflect.get(Object(error), 'remoteStatus') }));
  }
}

describe('a fake service', () => {
  it.each([
    ['text that looks like JSON', '9007199254740993'],
    ['empty text', ''],
    ['an object', { a: 1 }],
  ])('gives %s as it is', async (_what, value) => {
    await using shop = await TestExtension.create(Shop, { services: { [`cirata.${PRICE}`]: () => value } });
    expect(await shop.request('price')).toEqual(value);
  });

  it.each([
    [
      'throws',
      () => {
        throw new EndpointError(404, 'no price');
      },
    ],
    ['rejects', () => Promise.reject(new EndpointError(404, 'no price'))],
  ])('refuses where it %s', async (_what, of) => {
    await using shop = await TestExtension.create(Shop, { services: { [`cirata.${PRICE}`]: of } });
    expect(await shop.request('refused')).toEqual({ status: 404 });
  });
});

describe('a handle', () => {
  it('is shown without a request', async () => {
    await using shop = await TestExtension.create(Shop);
    expect(await shop.request('described')).toEqual({
      json: '{"prices":{"extension":"prices"}}',
      text: 'extension prices',
      keys: ['invoke', 'instance'],
    });
  });
});

describe('a fake service that cannot be reached', () => {
  const subject = `cirata.${PRICE}`;

  const failures = [
    new DisconnectedError({ what: subject, isSent: true }),
    new TimeoutError({ subject, timeoutMs: 5_000 }),
    new NoRespondersError({ subject }),
  ];

  it.each(failures.flatMap((failure) => [false, true].map((observability) => ({ failure, observability }))))(
    'makes the call reject with $failure.code, observability $observability',
    async ({ failure, observability }) => {
      @Extension({ prefix: 'shop', name: 'Shop', version: '1.0.0' })
      @Capability('pub', PRICE, 'Asks for prices')
      class Careful {
        constructor(private readonly context: ExtensionContext) {}
        @Endpoint() price(): Promise<unknown> {
          const asked = this.context.client.extension('prices').invoke('of');
          return asked.catch((error: unknown) => ({ code: isSymphonyError(error) ? error.code : 'other' }));
        }
      }
      const services = { [subject]: () => Promise.reject(failure) };
      await using shop = await TestExtension.create(Careful, { services, observability });
      expect(await shop.request('price')).toEqual({ code: failure.code });
    },
  );

  it('may never answer', async () => {
    @Extension({ prefix: 'shop', name: 'Shop', version: '1.0.0' })
    @Capability('pub', PRICE, 'Asks for prices')
    class Impatient {
      constructor(private readonly context: ExtensionContext) {}
      @Endpoint() price(): Promise<unknown> {
        const asked = this.context.client.extension('prices').invoke('of', undefined, { timeoutMs: 20 });
        return asked.catch((error: unknown) => ({ code: isSymphonyError(error) ? error.code : 'other' }));
      }
    }
    const services = { [subject]: () => new Promise(() => undefined) };
    await using shop = await TestExtension.create(Impatient, { services });
    expect(await shop.request('price')).toEqual({ code: 'TIMEOUT' });
  });
});

describe('an unexpected error of a handler', () => {
  class Bug extends Error {}

  @Extension({ prefix: 'buggy', name: 'Buggy', version: '1.0.0' })
  class Buggy {
    constructor(private readonly logger: Logger) {}

    @Endpoint() broken(): never {
      throw new Bug('in an endpoint');
    }
    @InstanceHandler('own') own(): never {
      throw new Bug('in an instance handler');
    }
    @OnCommand('do') do(): never {
      throw new Bug('in a command');
    }
    @Rest('GET', '/broken') get(): never {
      throw new Bug('in an operation');
    }
    @Subscribe('extensions.buggy.changed') changed(): never {
      this.logger.info('changed', { by: 'an event' });
      throw new Bug('in an event handler');
    }
    @Subscribe('extensions.buggy.lost') lost(): Promise<never> {
      return Promise.reject();
    }
  }
  const calls: readonly [string, (buggy: TestExtension<Buggy>) => Promise<unknown>][] = [
    ['in an endpoint', (buggy) => buggy.request('broken')],
    ['in an instance handler', (buggy) => buggy.requestInstance('own')],
    ['in a command', (buggy) => buggy.command('do')],
  ];

  it.each(calls)('%s is the cause of what the caller gets, with its stack', async (text, call) => {
    await using buggy = await TestExtension.create(Buggy);
    const error: unknown = await call(buggy).catch((refusal: unknown) => refusal);
    expect(error).toMatchObject({ code: 'REMOTE_ERROR', remoteStatus: 500, cause: { message: text } });
    const { cause } = error as Error;
    expect(cause).toBeInstanceOf(Bug);
    expect((cause as Error).stack).toContain('test-extension.test');
  });

  it('stands beside the status of an HTTP answer', async () => {
    await using buggy = await TestExtension.create(Buggy);
    expect(await buggy.rest('GET', '/broken')).toMatchObject({ status: 500, cause: { message: 'in an operation' } });
  });

  it('in an event handler is in the log, beside what handlers write', async () => {
    await using buggy = await TestExtension.create(Buggy);
    await buggy.emit('extensions.buggy.changed');
    expect(buggy.log).toContainEqual({
      level: 'info',
      message: 'changed',
      fields: expect.objectContaining({ by: 'an event' }),
    });
    expect(buggy.log).toContainEqual({
      level: 'error',
      message: 'Buggy.changed failed',
      fields: expect.objectContaining({ err: expect.any(Bug) }),
    });
  });

  it('in an event handler that throws nothing at all is an error in the log, too', async () => {
    await using buggy = await TestExtension.create(Buggy);
    await buggy.emit('extensions.buggy.lost');
    expect(buggy.log).toContainEqual({
      level: 'error',
      message: 'Buggy.lost failed',
      fields: expect.objectContaining({ err: expect.any(Error) }),
    });
  });
});

describe('what nats.js or fetch would not send', () => {
  it.each<[string, (shop: TestExtension<Shop>) => Promise<unknown>]>([
    ['an HTTP body that is not JSON', (shop) => shop.rest('POST', '/orders', { body: { count: 1n } })],
    ['a command that is a function', (shop) => shop.command('go', () => 1)],
    ['an event to a subject with a line break', (shop) => shop.context.publish('extensions.shop.sold\r\nPING')],
  ])('is refused where it is sent: %s', async (_what, send) => {
    await using shop = await TestExtension.create(Shop);
    await expect((async () => send(shop))()).rejects.toMatchObject({ code: 'INVALID_CONFIGURATION' });
    expect(shop.published).toEqual([]);
  });
});

describe('what has no fake', () => {
  it.each(['connection', 'jetstream'] as const)(
    'refuses %s with UNSUPPORTED, and says where it works',
    async (member) => {
      await using shop = await TestExtension.create(Shop);
      expect(() => shop.context[member]).toThrow(
        expect.objectContaining({ code: 'UNSUPPORTED', message: expect.stringContaining('use TestPlatform') }),
      );
    },
  );
});
