import { createCaller } from '@symphony-ts/client';
import { Extension, ExtensionContext } from '@symphony-ts/extension';
import { TestExtension } from './test-extension.js';

@Extension({ prefix: 'shop', name: 'Shop', version: '1.0.0', observability: true })
class Shop {
  constructor(readonly context: ExtensionContext) {}
}

/** An option that the compiler would refuse, as JavaScript or a spread can give it. */
const misspelt = (name: string): object => ({ [name]: 1 });

type Use = (shop: TestExtension<Shop>) => unknown;

const calls: Readonly<Record<string, readonly [meant: string, use: Use]>> = {
  'client.request': ['timeoutMs', ({ instance }) => instance.context.client.request('a', 1, misspelt('timeout'))],
  'client.publish': ['headers', ({ instance }) => instance.context.client.publish('a', 1, misspelt('header'))],
  'client.discover': ['prefix', ({ instance }) => instance.context.client.discover('ping', misspelt('prefixs'))],
  'client.buckets.keys': [
    'filter',
    ({ instance }) => instance.context.client.buckets.keys({ bucket: 'b', ...misspelt('filtr') }),
  ],
  'client.buckets.get': [
    'prefix',
    ({ instance }) => instance.context.client.buckets.get({ bucket: 'b', ...misspelt('prefx') }, 'k'),
  ],
  'client.buckets.put': [
    'prefix',
    ({ instance }) => instance.context.client.buckets.put({ bucket: 'b', ...misspelt('prefx') }, 'k', 1),
  ],
  'client.buckets.delete': [
    'prefix',
    ({ instance }) => instance.context.client.buckets.delete({ bucket: 'b', ...misspelt('prefx') }, 'k'),
  ],
  createCaller: [
    'defaultTimeoutMs',
    ({ instance }) => createCaller(instance.context.client.connection.nc, misspelt('defaultTimeout')),
  ],
  'context.createBucket': [
    'history',
    ({ instance }) => instance.context.createBucket('shop_items', misspelt('histroy')),
  ],
  'context.reportUsage': ['account', ({ instance }) => instance.context.reportUsage({ items: 1 }, misspelt('acount'))],
  'context.addEndpoint': [
    'request',
    ({ instance }) => instance.context.addEndpoint('sell', misspelt('reqest'), () => undefined),
  ],
  'tracer.span': [
    'attributes',
    ({ instance }) => instance.context.tracer.span('count', () => 1, misspelt('attribute')),
  ],
  'metrics.counter': ['unit', ({ instance }) => instance.context.metrics.counter('sold', misspelt('units'))],
  'metrics.histogram': [
    'boundaries',
    ({ instance }) => instance.context.metrics.histogram('prices', misspelt('boundries')),
  ],
  rest: ['body', (shop) => shop.rest('GET', '/items', misspelt('boddy'))],
  disconnect: ['keeps', (shop) => shop.disconnect(misspelt('keep'))],
};

describe('options that do not exist', () => {
  it.each(Object.entries(calls))('are refused by %s, which tells the nearest one', async (_name, [meant, use]) => {
    await using shop = await TestExtension.create(Shop);
    // Some of these functions throw, others reject.
    await expect(Promise.resolve(shop).then(use)).rejects.toMatchObject({
      code: 'INVALID_CONFIGURATION',
      message: expect.stringContaining(`did you mean '${meant}'?`) as string,
    });
  });
});
