import type { ExtensionUnderTest } from '@symphony-ts/testing';
import { z } from 'zod';
import { eventually } from '../../../../test/support/eventually.js';
import { Endpoint, EndpointError, type EndpointRequest, Extension, Injectable } from '../../src/index.js';
import { type Stage, stages } from '../stages.js';

const Query = z.object({ filter: z.string().default('all'), limit: z.coerce.number().int().optional() });
type Query = z.infer<typeof Query>;
const cycle: Record<string, unknown> = {};
cycle['self'] = cycle;

@Injectable()
class Counter {
  running = 0;
  most = 0;
}

@Extension({ prefix: 'desk', name: 'Desk', version: '2.1.0', description: 'Answers', metadata: { team: 'front' } })
class Desk {
  constructor(private readonly counter: Counter) {}

  @Endpoint()
  process(input: unknown) {
    return `Processed: ${String(input)}`;
  }

  @Endpoint()
  bytes(_input: unknown, request: { readonly data: Uint8Array }) {
    return request.data.toReversed();
  }

  @Endpoint()
  spelling(_input: unknown, { headers }: EndpointRequest) {
    const sent = [...headers.keys()].filter((name) => name.toLowerCase() === 'x-tenant');
    return [headers.get('x-tenant'), headers.get('X-Tenant'), sent];
  }

  @Endpoint({ request: Query, metadata: { cost: 'low' }, description: 'Looks things up' })
  query({ filter, limit }: Query) {
    return { status: 'success', filter, limit };
  }

  @Endpoint('kebab-name')
  renamed() {
    return { by: 'its own name' };
  }

  @Endpoint({ group: 'admin' })
  purge() {
    return { purged: true };
  }

  @Endpoint({ response: z.array(z.object({ id: z.string() })) })
  list() {
    return [{ id: '1', secret: 'stays here' }];
  }

  @Endpoint()
  nothing(): void {}

  @Endpoint({ response: z.array(z.string()).optional() })
  noItems(): undefined {}

  @Endpoint()
  refuse(): never {
    throw new EndpointError(409, 'sold out', { left: 0 });
  }

  @Endpoint()
  oddStatus(): never {
    throw new EndpointError(999, 'no such status');
  }

  @Endpoint()
  gentle() {
    return { error: 'nothing found' };
  }

  @Endpoint()
  broken(): never {
    throw new Error('the password is hunter2');
  }

  @Endpoint()
  cyclic() {
    return cycle;
  }

  @Endpoint()
  callable() {
    return () => 1;
  }

  @Endpoint({ timeoutMs: 150 })
  hang(): Promise<never> {
    return new Promise(() => undefined);
  }

  @Endpoint()
  async together() {
    this.counter.running += 1;
    this.counter.most = Math.max(this.counter.most, this.counter.running);
    await eventually(() => this.counter.most >= 5);
    this.counter.running -= 1;
    return { most: this.counter.most };
  }

  @Endpoint({ concurrency: 2 })
  async byTwo() {
    this.counter.running += 1;
    this.counter.most = Math.max(this.counter.most, this.counter.running);
    await new Promise((resolve) => setImmediate(resolve));
    this.counter.running -= 1;
    return {};
  }
}

describe.each(stages)('endpoints %s', (_name, open) => {
  let stage: Stage;
  let desk: ExtensionUnderTest<Desk>;
  const counter = new Counter();

  beforeAll(async () => {
    stage = await open();
    desk = await stage.create(Desk, { providers: [{ provide: Counter, useValue: counter }] });
  });
  afterAll(() => stage.stop());
  beforeEach(() => {
    counter.running = counter.most = 0;
  });

  it('[endpoint.service] make one micro service with name, version, description and metadata', () => {
    expect(desk.manifest.services).toMatchObject([
      { name: 'desk', version: '2.1.0', description: 'Answers', metadata: { team: 'front' } },
    ]);
  });

  it.each([
    ['process', 'cirata.extensions.desk.process'],
    ['kebab-name', 'cirata.extensions.desk.kebab-name'],
    ['purge', 'cirata.extensions.desk.admin.purge'],
  ])('[endpoint.subject] listen below the group of the extension: %s', (name, subject) => {
    expect(desk.manifest.services[0]?.endpoints).toContainEqual(expect.objectContaining({ name, subject }));
  });

  it('[endpoint.name] are named after the method, or as the decorator says', async () => {
    expect(await desk.send('process', 'x')).toBe('Processed: x');
    expect(await desk.send('kebab-name')).toEqual({ by: 'its own name' });
    expect(await desk.send('admin.purge')).toEqual({ purged: true });
  });

  it('[endpoint.metadata] carry metadata and a description of their own', () => {
    const [query] = desk.manifest.services[0]?.endpoints.filter(({ name }) => name === 'query') ?? [];
    expect(query).toMatchObject({ description: 'Looks things up', metadata: { cost: 'low' } });
  });

  it('[endpoint.text] take and give text as it is', async () => {
    expect(await desk.send('process', 'some data')).toBe('Processed: some data');
  });

  it('[endpoint.bytes] take and give bytes as they are', async () => {
    expect(await desk.send('bytes', new Uint8Array([0xff, 0xfe, 0x01]))).toEqual(new Uint8Array([0x01, 0xfe, 0xff]));
  });

  it.each(['X-Tenant', 'x-tenant'])('find the header %s in any spelling', async (name) => {
    expect(await desk.send('spelling', undefined, { headers: { [name]: 'acme' } })).toEqual(['acme', 'acme', [name]]);
  });

  it('[endpoint.json] [endpoint.typed] take and give JSON, with defaults and conversions of the schema', async () => {
    expect(await desk.request('query', { filter: 'active', limit: 3 })).toEqual({
      status: 'success',
      filter: 'active',
      limit: 3,
    });
    expect(await desk.send('query', {})).toEqual({ status: 'success', filter: 'all' });
  });

  it('[endpoint.unknown-fields] ignore fields they do not know', async () => {
    expect(await desk.send('query', { filter: 'a', later: true })).toEqual({ status: 'success', filter: 'a' });
  });

  it.each(['{"filter":', '[]', '"text"', '\u0000'])('[endpoint.invalid-json] refuse %j with 400', async (input) => {
    const refused = await desk.send('query', input).catch((error: unknown) => error);
    expect(refused).toMatchObject({ name: 'RemoteError', remoteStatus: 400, details: { code: 'INVALID_INPUT' } });
    // The subject is named once.
    expect(String(refused)).toMatch(/\S+\.query answered 400: (?!\S+\.query)/);
  });

  it('[endpoint.list] give lists, and nothing their schema leaves out', async () => {
    expect(await desk.request('list')).toEqual([{ id: '1' }]);
  });

  it('[endpoint.empty-object] give {} where there is no result', async () => {
    expect(await desk.request('nothing')).toEqual({});
  });

  it('[endpoint.empty-list] give [] where a list has no result', async () => {
    expect(await desk.request('noItems')).toEqual([]);
  });

  it('[endpoint.error-reply] refuse with a status, words and details', async () => {
    await expect(desk.send('refuse')).rejects.toMatchObject({
      name: 'RemoteError',
      remoteStatus: 409,
      message: expect.stringContaining('sold out'),
      details: { error: 'sold out', code: 409, details: { left: 0 } },
    });
    await expect(desk.send('oddStatus')).rejects.toMatchObject({ remoteStatus: 500 });
  });

  it('[endpoint.error-payload] may answer with an error as an ordinary result', async () => {
    expect(await desk.request('gentle')).toEqual({ error: 'nothing found' });
  });

  it('[endpoint.unhandled] answer 500 for what a handler throws, and keep its words at home', async () => {
    const error: unknown = await desk.send('broken').catch((error: unknown) => error);
    expect(error).toMatchObject({ remoteStatus: 500, details: { id: expect.any(String) } });
    expect(`${String(error)} ${JSON.stringify(error)}`).not.toContain('hunter2');
  });

  it.each(['cyclic', 'callable'])(
    '[endpoint.unserializable] answer 500 for a result that is no JSON: %s',
    async (name) => {
      await expect(desk.send(name)).rejects.toMatchObject({
        remoteStatus: 500,
        details: { code: 'UNSERIALIZABLE_RESPONSE' },
      });
    },
  );

  it('[endpoint.always-answers] answer 504 for a handler that never does', async () => {
    await expect(desk.send('hang')).rejects.toMatchObject({ remoteStatus: 504 });
  });

  it('[endpoint.concurrent] are served side by side', async () => {
    const replies = await Promise.all(Array.from({ length: 5 }, () => desk.send('together')));
    expect(replies).toHaveLength(5);
    expect(counter.most).toBe(5);
  });

  it('[endpoint.concurrent] are held to their limit where they have one', async () => {
    await Promise.all(Array.from({ length: 10 }, () => desk.send('byTwo')));
    expect(counter.most).toBe(2);
  });
});
