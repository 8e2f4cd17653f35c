import 'reflect-metadata';
import { formatProblem, InvalidModuleError, mimeTypes, silentLogger } from '@symphony-ts/contract';
import * as z from 'zod';
import { createContainer } from '../container/extension-container.js';
import { ExtensionContext } from '../context/extension-context.js';
import { Bucket } from '../decorators/bucket.js';
import { Capability } from '../decorators/capability.js';
import { Endpoint, InstanceHandler } from '../decorators/endpoint.js';
import { Extension } from '../decorators/extension.js';
import { OnCommand, Subscribe } from '../decorators/messages.js';
import { Menu, Route, Widget } from '../decorators/navigation.js';
import { Help, Resource } from '../decorators/resource.js';
import { Rest } from '../decorators/rest.js';
import { buildManifest } from '../manifest/build-manifest.js';
import { readResources } from '../manifest/resource-contents.js';
import type { ExtensionModel } from '../model/extension-model.js';
import type { RestRequest } from '../replies/requests.js';
import { readApplication } from '../scan/read-application.js';
import { defineExtension } from './define-extension.js';
import { command, endpoint, rest, subscription } from './handlers.js';

const NewItem = z.object({ name: z.string() });
type NewItem = z.infer<typeof NewItem>;
const text = { type: mimeTypes.Html, text: '<p>' };
const identity = { prefix: 'shop', name: 'Shop', version: '1.0.0', description: 'Sells', metadata: { team: 'x' } };

const inCode = defineExtension({
  ...identity,
  capabilities: [{ type: 'pub', subject: 'extensions.shop.sold', description: 'Sold' }],
  buckets: [{ name: 'items', ttl: 3 }],
  resources: [
    { uri: 'ui://shop/home', ...text },
    { uri: 'ui://shop/now', type: mimeTypes.Markdown, compute: () => '# Now' },
  ],
  help: { file: 'no/help.md' },
  routes: [{ path: '/shop', uri: 'ui://shop/home', children: { '/now': { uri: 'ui://shop/now' } } }],
  menus: [{ group: 'main', item: 'Shop', route: '/shop', icon: 'fa-shop' }],
  widgets: [{ uri: 'ui://shop/home', title: 'Shop' }],
  endpoints: {
    add: endpoint({ request: NewItem, description: 'Adds' }, (input) => input.name),
    all: endpoint({ name: 'list' }, () => []),
  },
  rest: { item: rest('GET', '/items/{id}', {}, ({ params }) => params.id) },
  instanceHandlers: { status: endpoint({}, () => 'up') },
  subscriptions: [subscription('extensions.orders.created', { queue: false }, () => undefined)],
  commands: { reindex: command({ timeoutMs: 5 }, () => undefined) },
  onStart: () => undefined,
  onStop: () => undefined,
  onRebalance: () => undefined,
  onEnforcement: () => undefined,
});

@Extension(identity)
@Capability('pub', 'extensions.shop.sold', 'Sold')
@Bucket('items', { ttl: 3 })
@Resource('ui://shop/home', text)
@Help({ file: 'no/help.md' })
@Route('/shop', 'ui://shop/home', { children: { '/now': { uri: 'ui://shop/now' } } })
@Menu('main', 'Shop', '/shop', 'fa-shop')
@Widget('ui://shop/home', 'Shop')
class Decorated {
  @Endpoint({ request: NewItem, description: 'Adds' }) add(input: NewItem): string {
    return input.name;
  }
  // The number of arguments of a function is unknown, so all of these have one argument.
  @Endpoint('list') all(_input: unknown): [] {
    return [];
  }
  @Rest('GET', '/items/{id}') item(_request: RestRequest): void {}
  @InstanceHandler('status') status(_input: unknown): void {}
  @Subscribe('extensions.orders.created', { queue: false }) created(): void {}
  @OnCommand('reindex', { timeoutMs: 5 }) reindex(): void {}
  @Resource('ui://shop/now', { type: mimeTypes.Markdown }) now(): string {
    return '# Now';
  }
}

const modelOf = (source: unknown): ExtensionModel => {
  const [model] = readApplication(source).model.extensions;
  if (!model) throw new Error('no extension');
  return model;
};

describe('defineExtension', () => {
  it('gives the manifest that decorators give', async () => {
    const [one, other] = await Promise.all(
      [inCode, Decorated].map(async (source) => {
        const model = modelOf(source);
        return buildManifest(model, await readResources(model, { logger: silentLogger }));
      }),
    );
    expect(one).toEqual(other);
  });

  it('hands on whatever @Extension takes', () => {
    const options = { ...identity, openapi: 'openapi: 3.1.0', observability: { maxSpans: 3 } };
    expect(modelOf(defineExtension(options))).toMatchObject(options);
  });

  it('hands its functions to the runtime, hooks among them', () => {
    const model = modelOf(inCode);
    expect(model.target).toBeUndefined();
    expect(model.endpoints[0]?.handler).toMatchObject({ kind: 'function', label: 'Shop.add' });
    expect(model.commands).toMatchObject([{ name: 'reindex', timeoutMs: 5, handler: { kind: 'function' } }]);
    expect(Object.values(model.hooks).map((hook) => hook.length)).toEqual([1, 1, 1, 1]);
    const computed = model.resources.find((resource) => resource.content.kind === 'computed');
    expect(computed?.uri).toBe('ui://shop/now');
    expect(model.resources.find((resource) => resource.uri === 'ui://shop/help')?.content).toMatchObject({
      from: __filename,
    });
  });

  it('passes the context last', () => {
    const received: unknown[][] = [];
    const model = modelOf(
      defineExtension({
        ...identity,
        endpoints: { add: endpoint({}, (...args) => received.push(args)) },
        onStart: (...args) => void received.push(args),
      }),
    );
    class Context {}
    const context = new Context();
    // The context is only passed on, so any context will do here.
    const offered = [[ExtensionContext, context]] as const;
    const container = createContainer({ model, providers: [], offered, bucketOf: () => undefined });
    for (const { handler } of model.endpoints) container.resolve(handler)('input', 'request');
    for (const hook of model.hooks.start) container.resolve(hook)();
    expect(received).toEqual([['input', 'request', context], [context]]);
  });

  it('is judged by the same scan, in words that find the place', () => {
    const wrong = defineExtension({
      ...identity,
      prefix: 'NO',
      routes: [{ path: '/shop', uri: 'ui://shop/none' }],
      buckets: [{ name: 'a b' }],
      endpoints: { 'a b': endpoint({}, () => undefined) },
      instanceHandlers: { 'a b': endpoint({}, () => undefined) },
      commands: { 'a b': command({}, () => undefined) },
      subscriptions: [subscription('a..b', {}, () => undefined)],
    });
    let places: readonly string[] = [];
    try {
      readApplication(wrong);
    } catch (error) {
      if (!(error instanceof InvalidModuleError)) throw error;
      places = error.problems.map((problem) => formatProblem(problem).split(': ')[0] ?? '');
    }
    expect(places).toEqual([
      'Shop @Extension',
      'Shop.a b',
      "Shop instance handler 'a b'",
      "Shop subscription 'a..b'",
      "Shop command 'a b'",
      "Shop route '/shop'",
      "Shop route '/shop'",
      "Shop bucket 'a b'",
    ]);
  });
});
