/** What authors write and the compiler must accept, with the types that follow from it. */
import { type CallableName, defineContract, type ExtensionCalls, type Implements } from '@symphony-ts/client';
import type { KeyValueBucket } from '@symphony-ts/storage';
import * as z from 'zod';
import {
  AppModule,
  Bucket,
  Capability,
  command,
  defineExtension,
  defineToken,
  Endpoint,
  type EndpointInput,
  type EndpointReply,
  type EndpointRequest,
  type EnforcementState,
  type EventMessage,
  Extension,
  ExtensionContext,
  endpoint,
  Help,
  Inject,
  Injectable,
  InstanceHandler,
  Menu,
  MimeType,
  OnCommand,
  OnEnforcement,
  OnRebalance,
  OnStart,
  OnStop,
  Resource,
  Rest,
  type RestRequest,
  RestResponse,
  Route,
  rest,
  Subscribe,
  subscription,
  Widget,
} from '../index.js';
import { type Equal, Item, ItemId, is, NewItem, Prices } from './schemas.test-types.js';

const Limit = defineToken<number>('limit');

@Injectable()
class Clock {
  now(): number {
    return 0;
  }
}

@Extension({ prefix: 'catalog', name: 'Catalog', version: '1.0.0' })
@Capability('pub', 'extensions.catalog.changed', 'An item changed', { schema: Item })
@Bucket('cache', { ttl: 3 })
@Bucket('files', { objectStore: true })
@Resource('ui://catalog/home', {
  type: MimeType.SymphonyJsx,
  file: 'pages/home.tsx',
  meta: { csp: "default-src 'self'" },
})
@Resource('ui://catalog/table', { type: MimeType.Htmx, page: 'pages/table' })
@Route('/catalog', 'ui://catalog/home', {
  children: { '/t': { uri: 'ui://catalog/table', children: { '/u': { uri: 'ui://catalog/home' } } } },
})
@Menu('main', 'Catalog', '/catalog', 'fa-book', { link: 'https://example.com' })
@Widget('ui://catalog/home', 'Status')
@Help({ file: new URL('help.md', 'file:///pages/') })
export class Catalog {
  constructor(
    @Bucket('items', { schema: Item }) readonly items: KeyValueBucket<Item>,
    @Bucket('blob', { raw: true }) readonly blobs: KeyValueBucket<Uint8Array>,
    @Bucket('free') readonly free: KeyValueBucket<{ any: 1 }>,
    @Inject(Limit) readonly limit: number,
    readonly context: ExtensionContext,
    readonly prices: Prices,
    readonly clock: Clock,
  ) {}

  @Endpoint({ request: NewItem, response: Item, timeoutMs: 100, concurrency: 2 })
  async add(input: NewItem, _request: EndpointRequest): Promise<Item> {
    return { id: '1', ...input };
  }
  @Endpoint({ request: NewItem, response: Item })
  narrower(input: { name: string }) {
    return { id: '1', name: input.name };
  }
  @Endpoint('list', { response: z.array(Item) })
  list() {
    return [{ id: '1', name: 'n' }];
  }
  @Endpoint('list-all')
  listAll() {
    return ['x'];
  }
  @Endpoint()
  ping(): void {}
  @Endpoint()
  raw(input: unknown) {
    return new Uint8Array([Number(input)]);
  }
  @Endpoint({ request: NewItem.optional() })
  maybe(input?: NewItem) {
    return input?.name ?? '';
  }
  /** Schemas with defaults on both sides. */
  @Endpoint({ request: NewItem, response: NewItem })
  async marked(input: EndpointInput<typeof NewItem>): Promise<EndpointReply<typeof NewItem>> {
    return { name: `${input.name} ${input.count.toFixed()}` };
  }
  @Endpoint({ request: z.string().optional(), response: z.array(Item) })
  markedText(input: EndpointInput<z.ZodOptional<z.ZodString>>): EndpointReply<z.ZodArray<typeof Item>> {
    const text: string | undefined = input;
    return [{ id: text ?? '', name: 'n' }];
  }
  /** Returns what the response schema takes in: `count` has a default. */
  @Endpoint({ request: ItemId, response: NewItem })
  defaulted(_input: ItemId) {
    return { name: 'x' };
  }

  @Rest('GET', '/items/{id}', { params: ItemId, response: Item })
  async item(request: RestRequest<{ params: ItemId }>) {
    return request.params.id ? { id: request.params.id, name: '' } : RestResponse.empty(404);
  }
  @Rest('GET', '/v/{id}/{rev}')
  byPath(request: RestRequest<'/v/{id}/{rev}'>) {
    return request.params.rev;
  }
  @Rest('GET', '/n/{n}', {
    params: z.object({ n: z.coerce.number() }),
    query: z.object({ q: z.string().optional(), tag: z.array(z.string()).optional(), sort: z.enum(['up', 'down']) }),
  })
  numbers(request: RestRequest<{ params: { n: number }; query: { q?: string | undefined } }>) {
    return request.params.n + (request.query.q?.length ?? 0);
  }
  @Rest('POST', '/items', { body: NewItem, headers: z.object({ 'x-a': z.string() }), status: 201 })
  post(request: RestRequest<{ body: typeof NewItem; headers: { 'x-a': string } }>) {
    return this.add(request.body, request);
  }
  @Rest('GET', '/bare')
  bare() {
    return 'ok';
  }

  @InstanceHandler('local-status')
  status() {
    return { up: 1 };
  }
  @Subscribe('extensions.orders.created', { schema: Item, concurrency: 1, maxQueued: 100 })
  created(event: Item, message: EventMessage) {
    return [event, message];
  }
  @OnCommand('reindex')
  reindex(_payload: unknown, _message: EventMessage): void {}
  @Resource('ui://catalog/now', { type: MimeType.Markdown })
  async page() {
    return `# ${this.clock.now()}`;
  }
  @OnStart()
  async start(): Promise<void> {}
  @OnStop()
  protected stop(_reason: string): void {}
  @OnRebalance()
  protected rebalanced(_total: number, _mine: number): void {}
  @OnEnforcement()
  protected enforced(_state: EnforcementState): void {}
  helper(a: string, b: string) {
    return a + b;
  }
}

// Requests, messages and helpers are gone; methods without arguments cannot be told apart.
is<
  Equal<
    CallableName<Catalog>,
    | 'add'
    | 'narrower'
    | 'marked'
    | 'markedText'
    | 'list'
    | 'listAll'
    | 'ping'
    | 'raw'
    | 'maybe'
    | 'defaulted'
    | 'bare'
    | 'status'
    | 'page'
    | 'start'
  >
>();

export async function typedClient(calls: ExtensionCalls) {
  const catalog = calls.extension(Catalog);
  const item = await catalog.add({ name: 'a', count: 1 });
  is<Equal<typeof item.at, string | undefined>>();
  await catalog.instance('i').list({ timeoutMs: 10 });
  // Marked types say what the schemas take in and give out.
  const marked = await catalog.marked({ name: 'a' });
  is<Equal<typeof marked, { name: string; count: number }>>();
  const items: { id: string; at?: string | undefined }[] = await catalog.markedText();
  await catalog.markedText('a', { timeoutMs: items.length });
  // @ts-expect-error the input is of another type
  await catalog.marked({ name: 1 });
  // @ts-expect-error a parameter of a plain type shows what its schema gives out: a field with a default must be sent
  await catalog.add({ name: 'a' });
  // @ts-expect-error a REST operation is not called by its request
  await catalog.item({});
}

export const api = defineContract('catalog', {
  add: { request: NewItem, response: Item },
  'list-all': { response: z.array(z.string()) },
});

@Extension({ prefix: 'catalog', name: 'Fulfils', version: '1.0.0' })
export class Fulfils implements Implements<typeof api> {
  @Endpoint(api.endpoints.add)
  add(input: NewItem) {
    return { id: '', name: input.name };
  }
  @Endpoint('list-all', api.endpoints['list-all'])
  'list-all'() {
    return ['x'];
  }
}

@AppModule({
  extensions: [Catalog],
  providers: [
    { provide: Limit, useValue: 3 },
    // A fake has the public members alone.
    { provide: Prices, useFactory: async () => ({ of: () => 1, twice: () => 2 }) },
    Fulfils,
  ],
})
export class App {}

export const inCode = defineExtension({
  prefix: 'code',
  name: 'Code',
  version: '1.0.0',
  endpoints: {
    add: endpoint({ request: NewItem, response: Item }, (input, request, context) => {
      is<Equal<typeof input, NewItem>>();
      is<Equal<typeof request, EndpointRequest>>();
      return { id: context.instanceId, name: input.name };
    }),
  },
  rest: {
    item: rest('GET', '/items/{id}', { query: z.object({ full: z.stringbool().optional() }) }, ({ params, query }) => {
      is<Equal<typeof params.id, string>>();
      return query.full ? params.id : RestResponse.empty(404);
    }),
  },
  subscriptions: [subscription('extensions.orders.created', { schema: Item }, (item) => void item.name)],
  commands: { reindex: command({}, (payload) => is<Equal<typeof payload, unknown>>()) },
});
