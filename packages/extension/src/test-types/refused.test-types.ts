/** Each mistake of an author that the compiler must answer with a sentence of its own. */
import type { KeyValueBucket } from '@symphony-ts/storage';
import * as z from 'zod';
import {
  AppModule,
  Bucket,
  Capability,
  defineToken,
  Endpoint,
  type EndpointRequest,
  Extension,
  ExtensionContext,
  endpoint,
  Inject,
  InstanceHandler,
  Menu,
  MimeType,
  OnCommand,
  OnRebalance,
  OnStart,
  Resource,
  Rest,
  type RestRequest,
  Route,
  rest,
  Subscribe,
  Widget,
} from '../index.js';
import { Item, type ItemId, NewItem, Prices } from './schemas.test-types.js';

const Limit = defineToken<number>('limit');

export class Parameters {
  constructor(
    // @ts-expect-error KeyValueBucket<…> differs from the bucket schema
    @Bucket('b1', { schema: Item }) readonly other: KeyValueBucket<ItemId>,
    // @ts-expect-error @Bucket needs a KeyValueBucket parameter
    @Bucket('b2') readonly context: ExtensionContext,
    // @ts-expect-error raw buckets hold bytes
    @Bucket('b3', { raw: true }) readonly text: KeyValueBucket<string>,
    // @ts-expect-error the parameter does not accept what the token stands for
    @Inject(Limit) readonly limit: string,
  ) {}
}

export class Endpoints {
  // @ts-expect-error the first parameter does not accept what the request schema gives
  @Endpoint({ request: NewItem }) wrongParameter(input: { name: number }) {
    return input;
  }
  // @ts-expect-error asks for more than the schema gives, which method bivariance would let pass
  @Endpoint({ request: NewItem }) wantsMore(input: NewItem & { extra: string }) {
    return input;
  }
  // @ts-expect-error without a request schema the input is unknown
  @Endpoint() noSchema(input: NewItem) {
    return input;
  }
  // @ts-expect-error the handler returns something else than its response schema
  @Endpoint({ response: Item }) async wrongReply() {
    return { id: 1 };
  }
  // @ts-expect-error 'a.b' is not a subject token
  @Endpoint('a.b') wrongName() {}
  // @ts-expect-error '' is not a subject token
  @InstanceHandler('') emptyName() {}
  // @ts-expect-error a misspelt option
  @Endpoint({ requset: NewItem }) misspelt() {}
  // @ts-expect-error the second parameter is EndpointRequest
  @Endpoint({ request: NewItem }) wrongRequest(_input: NewItem, _request: RestRequest) {}
  // @ts-expect-error options given twice
  @Endpoint({ request: NewItem }, { response: Item }) twoOptions() {}
  // @ts-expect-error handlers are public methods
  @Endpoint() private hidden() {}
  // @ts-expect-error handlers are instance methods
  @Endpoint() static shared() {}
  // @ts-expect-error an endpoint method cannot be called 'invoke'
  @Endpoint() invoke() {}
  // @ts-expect-error a schema must describe itself as JSON Schema
  @Endpoint({ request: { '~standard': { version: 1, vendor: 'x', validate: (value: unknown) => ({ value }) } } })
  bare() {}
  // @ts-expect-error forgotten parentheses
  @Endpoint forgotten() {}
}

export class Operations {
  // @ts-expect-error the path has a parameter the params schema lacks
  @Rest('GET', '/i/{id}', { params: z.object({ di: z.string() }) }) lacks() {}
  // @ts-expect-error the params schema has a field the path lacks
  @Rest('GET', '/i/{id}', { params: z.object({ id: z.string(), x: z.string() }) }) hasMore() {}
  // @ts-expect-error path parameters arrive as text
  @Rest('GET', '/i/{id}', { params: z.object({ id: z.number() }) }) notText() {}
  // @ts-expect-error query values arrive as text
  @Rest('GET', '/i', { query: z.object({ page: z.number() }) }) queryNotText() {}
  // @ts-expect-error request.params: @Rest gives something else
  @Rest('GET', '/i/{id}') otherParameter(request: RestRequest<{ params: { di: string } }>) {
    return request;
  }
  // @ts-expect-error request.body: @Rest gives something else; add the schema
  @Rest('POST', '/i') noBody(request: RestRequest<{ body: NewItem }>) {
    return request;
  }
  // @ts-expect-error the parameter is a RestRequest
  @Rest('POST', '/i') notRequest(input: NewItem) {
    return input;
  }
  // @ts-expect-error the handler returns something else than its response schema
  @Rest('GET', '/i', { response: Item }) wrongReply() {
    return { id: 1 };
  }
  // @ts-expect-error '/i/:id' has a ':name'
  @Rest('GET', '/i/:id') colon() {}
  // @ts-expect-error a path begins with '/'
  @Rest('GET', 'i') noSlash() {}
  // @ts-expect-error no such method
  @Rest('get', '/i') lowerCase() {}
}

export class Messages {
  // @ts-expect-error the second parameter is EventMessage
  @Subscribe('extensions.a.b', { schema: Item }) request(_event: Item, _message: EndpointRequest) {}
  // @ts-expect-error without a schema the message is unknown
  @Subscribe('extensions.a.b') noSchema(event: Item) {
    return event;
  }
  // @ts-expect-error 'a b' is not a token
  @OnCommand('a b') wrongName() {}
  // @ts-expect-error this hook is called without arguments
  @OnStart() start(_x: string) {}
  // @ts-expect-error this hook is called with numbers
  @OnRebalance() rebalanced(_total: string) {}
  // @ts-expect-error a resource method returns its text
  @Resource('ui://a/b', { type: MimeType.Html }) page() {
    return 1;
  }
}

// @ts-expect-error capabilities leave out the root
@Capability('pub', 'cirata.extensions.a.b', 'B')
// @ts-expect-error neither 'pub' nor 'sub'
@Capability('publish', 'extensions.a.b', 'B')
// @ts-expect-error text and file exclude one another
@Resource('ui://a/b', { type: MimeType.Html, text: '', file: 'b.html' })
// @ts-expect-error a page is for HTMX
@Resource('ui://a/b', { type: MimeType.Html, page: 'b' })
// @ts-expect-error a class has no method to compute the text
@Resource('ui://a/b', { type: MimeType.Html })
// @ts-expect-error arguments swapped
@Route('ui://a/b', '/a')
// @ts-expect-error arguments swapped
@Menu('main', '/a', 'A', 'fa-a')
// @ts-expect-error title first, as in other SDKs
@Widget('Title', 'ui://a/b')
// @ts-expect-error no version
@Extension({ prefix: 'a', name: 'A' })
export class Declared {}

// @ts-expect-error an abstract class cannot be made
@Extension({ prefix: 'a', name: 'A', version: '1.0.0' })
export abstract class Abstract {}

@AppModule({
  extensions: [Endpoints],
  // @ts-expect-error a value that does not do what the class does
  providers: [{ provide: Prices, useValue: { of: () => 'free', twice: () => 1 } }],
})
export class WrongValue {}
@AppModule({
  extensions: [Endpoints],
  // @ts-expect-error a value of another type than the token
  providers: [{ provide: Limit, useValue: 'x' }],
})
export class WrongToken {}

// @ts-expect-error the handler returns something else than its response schema
export const wrongReply = endpoint({ response: Item }, () => ({ id: 1 }));
// @ts-expect-error the path has no parameter of that name
export const wrongParameter = rest('GET', '/i/{id}', {}, ({ params }) => params.di);

declare const received: RestRequest<{ body: string }>;
const copied = { ...received, more: 1 };
// @ts-expect-error a copy of a request has none of its parts
copied.body satisfies string;
const { body: taken, ...others } = received;
taken satisfies string;
// @ts-expect-error what is left of a request has none of its parts
others.signal satisfies AbortSignal;
