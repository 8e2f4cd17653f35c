import type { KeyValueBucket } from '@symphony-ts/storage';
import { z } from 'zod';
import { eventually } from '../../../../test/support/eventually.js';
import {
  Bucket,
  command,
  defineExtension,
  Endpoint,
  Extension,
  ExtensionContext,
  endpoint,
  Injectable,
  InstanceHandler,
  MimeType,
  OnStart,
  Resource,
  Rest,
  type RestRequest,
  rest,
  subscription,
} from '../../src/index.js';
import { type Stage, stages } from '../stages.js';

const Note = z.object({ text: z.string() });
const steps: string[] = [];

const notes = defineExtension({
  prefix: 'notes',
  name: 'Notes',
  version: '1.0.0',
  description: 'Keeps notes',
  capabilities: [
    { type: 'pub', subject: 'extensions.notes.kept', description: 'A note was kept' },
    { type: 'sub', subject: 'extensions.clock.tick', description: 'Time' },
  ],
  buckets: [{ name: 'notes_kept', description: 'Notes', history: 2 }],
  resources: [
    { uri: 'ui://notes/home', type: MimeType.Html, text: '<h1>Notes</h1>' },
    { uri: 'ui://notes/about', type: MimeType.Markdown, compute: (context) => `# ${context.prefix}` },
  ],
  routes: [{ path: '/notes', uri: 'ui://notes/home', children: { '/about': { uri: 'ui://notes/about' } } }],
  menus: [{ group: 'main', item: 'Notes', route: '/notes', icon: 'fa-note' }],
  widgets: [{ uri: 'ui://notes/home', title: 'Notes' }],
  endpoints: {
    keep: endpoint({ request: Note }, async ({ text }, _request, context) => {
      const bucket = await context.bucket('notes_kept', Note);
      await bucket.put('last', { text });
      await context.publish('extensions.notes.kept', { text });
      return { kept: text };
    }),
  },
  rest: {
    last: rest('GET', '/last/{which}', {}, async ({ params }, context) => {
      const entry = await (await context.bucket('notes_kept', Note)).get('last');
      return { which: params.which, text: entry?.value.text };
    }),
  },
  instanceHandlers: { who: endpoint({}, (_input, _request, context) => ({ id: context.instanceId })) },
  subscriptions: [subscription('extensions.clock.tick', { schema: z.number() }, (tick) => steps.push(`tick ${tick}`))],
  commands: { clear: command({}, () => ({ cleared: true })) },
  onStart: (context) => void steps.push(`start ${context.prefix}`),
  onStop: (reason) => void steps.push(`stop ${reason}`),
});

@Injectable()
class Shelf {
  readonly books: string[] = [];
}

@Injectable()
class Reading {
  constructor(
    private readonly shelf: Shelf,
    private readonly context: ExtensionContext,
  ) {}

  @Endpoint()
  books() {
    return { books: this.shelf.books, by: this.context.prefix };
  }

  @Rest('GET', '/books/{index}')
  book({ params }: RestRequest<'/books/{index}'>) {
    return { title: this.shelf.books[Number(params.index)] };
  }
}

class Writing {
  constructor(
    private readonly shelf: Shelf,
    @Bucket('library_books', { declare: false }) private readonly kept: KeyValueBucket,
  ) {}

  @OnStart()
  async load(): Promise<void> {
    await this.kept.put('first', 'Emma');
    this.shelf.books.push('Emma');
  }

  @Endpoint({ request: z.string() })
  write(title: string) {
    return { count: this.shelf.books.push(title) };
  }

  @InstanceHandler('shelf')
  size() {
    return { size: this.shelf.books.length };
  }
}

@Extension({ prefix: 'library', name: 'Library', version: '1.0.0', parts: [Reading, Writing] })
@Bucket('library_books', { description: 'Books' })
@Resource('ui://library/home', { type: MimeType.Html, text: '<h1>Library</h1>' })
class Library {
  @Endpoint()
  open() {
    return { open: true };
  }
}

describe.each(stages)('other forms %s', (_name, open) => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await open();
  });
  afterAll(() => stage.stop());

  it('[form.imperative] [init.builder] declare in code whatever decorators can', async () => {
    steps.length = 0;
    const live = await stage.create(notes);
    expect(steps).toEqual(['start notes']);
    expect(live.manifest).toMatchObject({
      description: 'Keeps notes',
      buckets: [{ name: 'notes_kept', max_history_per_key: 2 }],
      features: {
        resources: [{ uri: 'ui://notes/about', text: '# notes' }, { uri: 'ui://notes/home' }],
        routes: { '/notes': { uri: 'ui://notes/home', routes: { '/about': { uri: 'ui://notes/about' } } } },
        menus: [{ item: 'Notes' }],
        widgets: [{ title: 'Notes' }],
      },
    });
    expect(await live.send('keep', { text: 'milk' })).toEqual({ kept: 'milk' });
    await expect(live.send('keep', {})).rejects.toMatchObject({ remoteStatus: 400 });
    expect(await live.rest('GET', '/last/one')).toMatchObject({ status: 200, body: { which: 'one', text: 'milk' } });
    expect(await live.requestInstance('who')).toEqual({ id: live.instanceId });
    expect(await live.command('clear')).toEqual({ cleared: true });
    await live.emit('extensions.clock.tick', 3);
    await eventually(() => steps.includes('tick 3'));
    await eventually(() => live.published.length === 1);
    await live.stop('done');
    expect(steps.at(-1)).toBe('stop done');
  });

  it('[form.parts] [start.layout] spread over several classes, which share what is injected', async () => {
    const live = await stage.create(Library);
    expect(await live.send('open')).toEqual({ open: true });
    expect(await live.send('write', 'Middlemarch')).toEqual({ count: 2 });
    expect(await live.send('books')).toEqual({ books: ['Emma', 'Middlemarch'], by: 'library' });
    expect(await live.rest('GET', '/books/1')).toMatchObject({ body: { title: 'Middlemarch' } });
    expect(await live.requestInstance('shelf')).toEqual({ size: 2 });
    expect((await (await live.bucket('library_books')).get('first'))?.value).toBe('Emma');
  });

  it('[endpoint.added] gain endpoints while they run, and lose them', async () => {
    const live = await stage.create(Library);
    const added = await live.context.addEndpoint('double', { request: z.number() }, (input: number) => ({
      is: input * 2,
    }));
    expect(await live.send('double', 4)).toEqual({ is: 8 });
    await expect(live.send('double', 'x')).rejects.toMatchObject({ remoteStatus: 400 });
    expect(live.manifest.services[0]?.endpoints.map(({ name }) => name)).toContain('double');
    await added[Symbol.asyncDispose]();
    await expect(live.send('double', 4, { timeoutMs: 500 })).rejects.toMatchObject({
      code: expect.stringMatching(/^NO_RESPONDERS$|^TIMEOUT$/),
    });
  });

  it.each<[string, string, object, string]>([
    ['a name that is no token', 'a b', {}, "'a b' cannot be an endpoint name"],
    ['a reserved name', 'commands', {}, "'commands' is a reserved endpoint name"],
    ['a group that is no token', 'fine', { group: 'a.b' }, "'a.b' cannot be a group"],
    ['a queue that is no token', 'fine', { queue: 'a b' }, "'a b' cannot be a queue group"],
    ['a timeout below 0', 'fine', { timeoutMs: -1 }, 'timeoutMs'],
    ['an option that does not exist', 'fine', { timeoutMS: 5 }, "did you mean 'timeoutMs'?"],
    ['the name of a declared endpoint', 'open', {}, 'cirata.extensions.library.open is answered already'],
    ['the name of a REST operation', 'book', {}, 'cirata.extensions.library.book is answered already'],
  ])('[endpoint.added] refuse %s', async (_what, name, options, reason) => {
    const live = await stage.create(Library);
    const adding = live.context.addEndpoint(name, options, () => 'added');
    await expect(adding).rejects.toMatchObject({
      code: 'INVALID_CONFIGURATION',
      message: expect.stringContaining(reason),
    });
    expect(await live.send('open')).toEqual({ open: true });
  });

  it('[endpoint.added] [instances.handler.added] refuse a handler that is no function', async () => {
    const { context } = await stage.create(Library);
    for (const adding of [
      context.addEndpoint('fine', {}, undefined as never),
      context.addInstanceHandler('fine', {} as never),
    ]) {
      await expect(adding).rejects.toMatchObject({
        code: 'INVALID_CONFIGURATION',
        message: expect.stringContaining('not a function'),
      });
    }
  });

  it('[endpoint.added] take each name once, and again when it is free', async () => {
    const live = await stage.create(Library);
    const tries = [1, 2].map((value) => live.context.addEndpoint('once', {}, () => ({ value })));
    const [first, second] = await Promise.allSettled(tries);
    expect(second).toMatchObject({ status: 'rejected', reason: { code: 'INVALID_CONFIGURATION' } });
    expect(await live.send('once')).toEqual({ value: 1 });
    const dispose = async () => first?.status === 'fulfilled' && first.value[Symbol.asyncDispose]();
    await dispose();
    await live.context.addEndpoint('once', {}, () => ({ value: 3 }));
    await dispose();
    expect(live.manifest.services[0]?.endpoints.map(({ name }) => name)).toContain('once');
    expect(await live.send('once')).toEqual({ value: 3 });
  });

  it('[endpoint.added] are closed to more once they have stopped', async () => {
    const live = await stage.create(Library);
    const { context } = live;
    await live.stop();
    await expect(context.addEndpoint('late', {}, () => 1)).rejects.toMatchObject({ code: 'CONNECTION_CLOSED' });
    await expect(context.addInstanceHandler('late', () => 1)).rejects.toMatchObject({ code: 'CONNECTION_CLOSED' });
  });

  it('[instances.handler.added] do not lose a declared instance handler to an added one', async () => {
    const live = await stage.create(Library);
    await expect(live.context.addInstanceHandler('shelf', () => 'added')).rejects.toMatchObject({
      code: 'INVALID_CONFIGURATION',
      message: expect.stringContaining('cirata.extensions.library.instance.*.shelf is answered already'),
    });
    expect(await live.requestInstance('shelf')).toEqual({ size: 1 });
  });
});
