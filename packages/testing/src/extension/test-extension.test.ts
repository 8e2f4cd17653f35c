import { Capability, Endpoint, EndpointError, Extension, ExtensionContext } from '@symphony-ts/extension';
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
