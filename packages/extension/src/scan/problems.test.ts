import 'reflect-metadata';
import { formatProblem, InvalidModuleError, mimeTypes } from '@symphony-ts/contract';
import * as z from 'zod';
import * as mini from 'zod/mini';
import { AppModule } from '../decorators/app-module.js';
import { Bucket } from '../decorators/bucket.js';
import { Capability } from '../decorators/capability.js';
import { Endpoint, InstanceHandler } from '../decorators/endpoint.js';
import { Extension } from '../decorators/extension.js';
import { OnStart } from '../decorators/hooks.js';
import { defineToken, Inject, Injectable } from '../decorators/inject.js';
import { OnCommand, Subscribe } from '../decorators/messages.js';
import { Menu, Route, Widget } from '../decorators/navigation.js';
import { Help, Resource } from '../decorators/resource.js';
import { Rest } from '../decorators/rest.js';
import { readApplication } from './read-application.js';

/*
 * What the compiler would refuse is passed through `written`, as a JavaScript author writes it.
 */
const written = (value: unknown): never => value as never;
const unchecked = (decorator: unknown): ((...args: any[]) => void) => decorator as () => void;

/** Everything the scan has to say, a line each. */
function problemsOf(source: unknown): readonly string[] {
  try {
    readApplication(source);
    return [];
  } catch (error) {
    if (error instanceof InvalidModuleError) return error.problems.map(formatProblem);
    throw error;
  }
}

const warningsOf = (source: unknown): readonly string[] => readApplication(source).warnings.map(formatProblem);

const identity = { prefix: 'a', name: 'A', version: '1.0.0' };
const text = { type: mimeTypes.Html, text: '<p>' };

describe('the identity of an extension', () => {
  it('[init.version] is checked as a whole', () => {
    @Extension({ prefix: 'Not A Prefix', name: '', version: 'one', metadata: { n: written(1) } })
    class A {}
    expect(problemsOf(A)).toEqual([
      "A @Extension: 'Not A Prefix' cannot be a prefix; begin with a lower-case letter, go on with letters, digits, _ and -, 48 characters at most",
      "A @Extension: it has no name; add name: 'Catalog'",
      "A @Extension: 'one' is not a version; write a semantic version such as 1.0.0",
      "A @Extension: metadata 'n' is not text; write it as a string",
    ]);
  });

  it('has no prefix that the platform keeps for itself', () => {
    @Extension({ ...identity, prefix: 'all' })
    class A {}
    expect(problemsOf(A)).toEqual(["A @Extension: the platform keeps the prefix 'all' for itself; choose another one"]);
  });

  it('belongs to one class', () => {
    @Extension(identity)
    class A {}
    @Extension(identity)
    class B {}
    expect(problemsOf({ A, B })).toEqual([
      "B: prefix 'a' belongs to A already; give each extension a prefix of its own",
    ]);
  });
});

describe('handlers', () => {
  it('answer one subject each', () => {
    @Extension(identity)
    class A {
      @Endpoint('x') one(): void {}
      @Endpoint('x', { queue: 'other' }) two(): void {}
      @Rest('GET', '/x') x(): void {}
      @InstanceHandler('i') three(): void {}
      @InstanceHandler('i') four(): void {}
      @OnCommand('c') five(): void {}
      @OnCommand('c') six(): void {}
    }
    expect(problemsOf(A)).toEqual([
      "A.six: A.five takes the command 'c' already; give one of them another name",
      'A.two: A.one answers cirata.extensions.a.x already; give one of them another name',
      'A.x: A.one answers cirata.extensions.a.x already; give one of them another name',
      'A.x: A.two answers cirata.extensions.a.x already; give one of them another name',
      'A.four: A.three answers cirata.extensions.a.instance.*.i already; give one of them another name',
    ]);
  });

  it('do not take messages from each other in one queue', () => {
    @Extension(identity)
    class A {
      @Subscribe('extensions.a.*') wide(): void {}
      @Subscribe('extensions.a.created') narrow(): void {}
      @Subscribe('extensions.a.created', { queue: 'audit' }) own(): void {}
      @Subscribe('extensions.a.created', { queue: false }) everyInstance(): void {}
      @Subscribe('cirata.extensions.a.>', { queue: 'q' }) requests(): void {}
      @Endpoint() add(): void {}
    }
    expect(problemsOf(A)).toEqual([
      "A.narrow: it shares queue 'a' with A.wide (extensions.a.*): each message reaches only one of them; name the subjects apart, or give one of them a queue of its own",
      "A.requests: it shares queue 'q' with A.add (cirata.extensions.a.add): each message reaches only one of them; name the subjects apart, or give one of them a queue of its own",
    ]);
  });

  it('have names that can stand in subjects, and none that mean something else', () => {
    @Extension(identity)
    class A {
      @Endpoint(written('a.b')) one(): void {}
      @unchecked(Endpoint()) instance(): void {}
      @Endpoint('commands') two(): void {}
      @Endpoint('x', { group: 'a b' }) three(): void {}
      @InstanceHandler('y', { group: 'g' }) four(): void {}
      @OnCommand(written('a b')) five(): void {}
      @Subscribe('extensions..a') six(): void {}
      @Subscribe('extensions.a.b', { queue: 'a b' }) seven(): void {}
    }
    expect(problemsOf(A)).toEqual([
      "A.one: 'a.b' cannot be an endpoint name; use one subject token: no space, dot, * or >",
      "A.instance: the typed client has a 'instance' of its own; give the method another name",
      "A.instance: 'instance' is a reserved endpoint name; give the endpoint another name",
      "A.two: 'commands' is a reserved endpoint name; give the endpoint another name",
      "A.three: 'a b' cannot be a group; use one subject token other than instance or commands",
      'A.four: an instance handler has no group; omit the group',
      "A.six: 'extensions..a' is not a subject; join tokens with single dots; * stands for one token, > at the end for all that follow",
      "A.seven: 'a b' cannot be a queue group; use one token, or false for none",
      "A.five: 'a b' cannot be a command; use one token: no space, dot, * or >",
      'A.five: A.two answers cirata.extensions.a.commands already; give one of them another name',
    ]);
  });

  it('are methods of the instance', () => {
    class A {
      @OnStart() static shared(): void {}
      get value(): number {
        throw new Error('the scan must not run getters');
      }
      method(@unchecked(Bucket('b')) _parameter: unknown): void {}
    }
    OnStart()(A.prototype, written('value'), {});
    Extension(identity)(A);
    expect(problemsOf(A)).toEqual([
      'A.shared: it is static; make it an instance method',
      'A.method: @Bucket does not belong here; put it on the class or on a constructor parameter',
      'A.value: it is not a method; decorate a method that has a name',
    ]);
  });

  it('have limits in range', () => {
    @Extension(identity)
    class A {
      @Endpoint({ timeoutMs: -1, concurrency: 0, maxQueued: 0.5 }) one(): void {}
      @Rest('GET', '/x', { timeoutMs: Number.NaN }) two(): void {}
      @Subscribe('extensions.a.b', { concurrency: 1.5, maxQueued: -1 }) three(): void {}
    }
    expect(problemsOf(A)).toEqual([
      'A.one: a timeoutMs of -1; give milliseconds, or 0 for never',
      'A.one: a concurrency of 0; give a whole number from 1, or omit it for the default of 1,000',
      'A.one: a maxQueued of 0.5; give a whole number from 0, or omit it for the default of 10,000',
      'A.two: a timeoutMs of NaN; give milliseconds, or 0 for never',
      'A.three: a concurrency of 1.5; give a whole number from 1, or omit it for the default of 1,000',
      'A.three: a maxQueued of -1; give a whole number from 0, or omit it for the default of 10,000',
    ]);
  });
});

describe('schemas', () => {
  it('are schemas, and can be written as JSON Schema', () => {
    @Extension(identity)
    class A {
      @unchecked(Endpoint({ request: written({ parse: true }) })) one(): void {}
      @Endpoint({ response: z.object({ at: z.date() }) }) two(): { at: Date } {
        return { at: new Date() };
      }
      @Subscribe('extensions.a.b', { schema: z.bigint() }) three(): void {}
      @unchecked(Endpoint({ request: written(mini.object({})) })) four(): void {}
    }
    expect(problemsOf(A)).toEqual([
      'A.one: request is not a schema; give a schema that describes itself: zod from 4.2, arktype, or valibot through its JSON Schema adapter',
      'A.two: the response schema cannot be written as JSON Schema: Date cannot be represented in JSON Schema; use types that JSON has; dates and the like as text, for example z.iso.datetime()',
      "A.four: request is not a schema; import z from 'zod', from 4.2 on: schemas of 'zod/mini', 'zod/v3' and older releases do not describe themselves",
      'A.three: the message schema cannot be written as JSON Schema: BigInt cannot be represented in JSON Schema; use types that JSON has; dates and the like as text, for example z.iso.datetime()',
    ]);
  });
});

describe('@Rest', () => {
  it('reports what the gateway cannot serve, and what OpenAPI cannot say', () => {
    @Extension({ prefix: 'a', name: 'A', version: '1.0.0' })
    class A {
      @Rest('GET', '/pair/{a}{b}') pair(): void {}
      @Rest('GET', '/up/../x') up(): void {}
      @Rest('GET', '/up/%2E%2e/x') encoded(): void {}
      @Rest('GET', '/100%') percent(): void {}
      @Rest('GET', '/a/{x}', { operationId: 'same' }) first(): void {}
      @Rest('POST', '/a/{y}', { operationId: 'same' }) second(): void {}
      @Rest('GET', '/dots/..{x}') fine(): void {}
    }
    expect(problemsOf(A)).toEqual([
      "A.pair: the path '/pair/{a}{b}' has two parameters with nothing between them; write a path that a client can ask for",
      "A.up: the path '/up/../x' has a dot segment, which clients take out; write a path that a client can ask for",
      "A.encoded: the path '/up/%2E%2e/x' has a dot segment, which clients take out; write a path that a client can ask for",
      "A.percent: the path '/100%' has a percent sign that encodes nothing; write a path that a client can ask for",
      "A.second: A.first has the operationId 'same' already; give each operation an id of its own",
      "A.second: the path '/a/{y}' is '/a/{x}' with other names; write '/a/{x}'",
    ]);
  });

  const path = (given: string): never => written(given);

  it('has a path, parameters that fit it, and statuses that exist', () => {
    const params = z.object({ id: z.string(), more: z.string() });
    @Extension(identity)
    class A {
      @Rest('GET', path('items')) noSlash(): void {}
      @Rest('GET', path('/items/:id')) colon(): void {}
      @Rest('GET', path('/items/{id')) open(): void {}
      @Rest('GET', path('/items?x=1')) query(): void {}
      @Rest('GET', path('/items/{id}/{id}')) twice(): void {}
      @Rest('GET', path('/other/{key}'), { params }) params(): void {}
      @Rest('GET', '/same/{one}') first(): void {}
      @Rest('GET', '/same/{two}') second(): void {}
      @Rest(written('get'), '/m', { status: 999, responses: { 42: 'odd' } }) method(): void {}
      @Rest('POST', '/q', written({ query: z.string(), headers: z.object({ 'X-A': z.string() }) })) parts(): void {}
    }
    expect(problemsOf(A)).toEqual([
      "A.noSlash: the path 'items' has no slash in front; write '/items'",
      "A.colon: the path '/items/:id' has a ':name'; write '/items/{id}'",
      "A.open: the path '/items/{id' has a malformed parameter; write each as '{name}', of letters, digits and _",
      "A.query: the path '/items?x=1' contains more than a path; give query parameters by { query: … }",
      "A.twice: the path '/items/{id}/{id}' has a parameter twice; give each a name of its own",
      "A.params: the path has a parameter 'key' that the params schema lacks; add it to the schema",
      "A.params: the params schema has a field 'id' that the path lacks; write '{id}' in the path",
      "A.params: the params schema has a field 'more' that the path lacks; write '{more}' in the path",
      'A.second: A.first answers GET /same/{two} already; give one of them another path',
      "A.method: 'get' is not an HTTP method; write one of GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS, in capitals",
      'A.method: a status of 999; give an HTTP status from 200 to 599; a lower one ends no request',
      'A.method: a status of 42; give an HTTP status from 200 to 599; a lower one ends no request',
      'A.parts: the query schema is not an object; give an object schema with one field each',
      "A.parts: header 'X-A' never matches: names arrive in lower case; write 'x-a'",
    ]);
  });
});

describe('capabilities', () => {
  it.each([
    ['cirata.extensions.a.b', "capabilities leave out the root; write 'extensions.a.b'"],
    [
      'extensions.b.>',
      "the wildcard 'extensions.b.>' reaches into other extensions, which the platform refuses; name each subject, or stay below 'extensions.a'",
    ],
    [
      'extensions.*.x',
      "the wildcard 'extensions.*.x' reaches into other extensions, which the platform refuses; name each subject, or stay below 'extensions.a'",
    ],
    [
      '>',
      "the wildcard '>' reaches into other extensions, which the platform refuses; name each subject, or stay below 'extensions.a'",
    ],
    [
      'extensions.a.> ',
      "'extensions.a.> ' is not a subject; join tokens with single dots; * for one token, > for the rest",
    ],
  ])('refuse %s', (subject, problem) => {
    @Extension(identity)
    @Capability('pub', written(subject), '')
    class A {}
    expect(problemsOf(A)).toEqual([`A @Capability('pub', '${subject}'): ${problem}`]);
  });

  it.each(['extensions.a.>', 'events.a.*.x', 'extensions.b.exact', 'services.storage.>'])('take %s', (subject) => {
    @Extension(identity)
    @Capability('pub', written(subject), '')
    class A {}
    expect(problemsOf(A)).toEqual([]);
  });

  it('refuse wildcards on the events of others, and warn of subjects that have none', () => {
    @Extension(identity)
    class A {
      @Subscribe('extensions.b.>') foreign(): void {}
    }
    @Extension(identity)
    class B {
      @Subscribe('orders.created') bare(): void {}
    }
    expect(problemsOf(A)).toEqual([
      "A.foreign: the wildcard 'extensions.b.>' reaches into other extensions, which the platform refuses; name each subject, or stay below 'extensions.a'",
    ]);
    expect(warningsOf(B)).toEqual([
      "B.bare: 'orders.created' is neither an event nor a service: no capability covers it on a platform; begin it with 'extensions.', 'events.' or 'cirata.'",
    ]);
  });
});

describe('buckets', () => {
  it('are declared once, with options in range', () => {
    @Extension(identity)
    @Bucket('symphony_status')
    @Bucket('a b', { ttl: -1, history: 65, maxBytes: 0.5 })
    @Bucket('r', { raw: true, schema: z.string() })
    @Bucket('twice')
    class A {
      constructor(
        @unchecked(Bucket('twice')) readonly bucket: unknown,
        @unchecked(Bucket('files', { objectStore: true })) readonly files: unknown,
      ) {}
    }
    expect(problemsOf(A)).toEqual([
      "A @Bucket('symphony_status'): bucket names that begin with 'symphony_' belong to the platform; use another name",
      "A @Bucket('a b'): 'a b' cannot be a bucket name; use up to 64 letters, digits, _ and -",
      "A @Bucket('a b'): a ttl of -1; give whole seconds, 0 for none",
      "A @Bucket('a b'): a history of 65; give 0 to 64 revisions",
      "A @Bucket('a b'): maxBytes of 0.5; give whole bytes, 0 for no limit",
      "A @Bucket('r'): raw bytes have no schema; omit raw or the schema",
      "A constructor parameter 1: bucket 'twice' is declared already, by A @Bucket('twice'); declare it once; elsewhere use { declare: false }",
      'A constructor parameter 2: an object store is not a key-value bucket; declare it on the class, without schema and raw, and open it through the context',
    ]);
  });

  it('are declared by somebody', () => {
    @Extension(identity)
    @Bucket('elsewhere', { declare: false })
    class A {}
    expect(warningsOf(A)).toEqual([
      "A @Bucket('elsewhere'): nothing in this extension declares bucket 'elsewhere'; omit { declare: false }, unless something else makes the bucket",
    ]);
  });
});

describe('the user interface', () => {
  it('keeps to the namespace of the extension', () => {
    @Extension(identity)
    @Resource('ui://b/home', text)
    @Route('/b', 'ui://b/home')
    class A {}
    expect(problemsOf(A)).toEqual([
      "A @Resource('ui://b/home'): ui://b/home belongs to another extension; begin it with 'ui://a/'",
      "A @Route('/b'): the path '/b' is not the extension's own; begin it with '/a'; help has @Help",
    ]);
  });

  it('shows what there is', () => {
    @Extension(identity)
    @Resource('ui://a/module', { type: mimeTypes.SymphonyModule, text: '' })
    @Route('/a', 'ui://a/home', { children: { '/m': { uri: 'ui://a/module' } } })
    @Widget('ui://a/widget', '')
    @Menu('main', '', '/a', 'fa-a')
    class A {}
    expect(problemsOf(A)).toEqual([
      "A @Route('/a'): no resource ui://a/home is declared; add @Resource('ui://a/home', …), or correct the URI",
      "A @Route('/a') child '/m': ui://a/module is a module, which pages import and nothing shows; show a page that imports it",
      "A @Menu('main', ''): something is empty; write @Menu('group', 'item', '/route', 'fa-icon')",
      "A @Widget('ui://a/widget'): no resource ui://a/widget is declared; add @Resource('ui://a/widget', …), or correct the URI",
      "A @Widget('ui://a/widget'): it has no title; give one",
    ]);
  });

  it('names icons by classes, which are written into a page', () => {
    @Extension(identity)
    @Resource('ui://a/home', text)
    @Route('/a', 'ui://a/home')
    @Menu('main', 'A', '/a', 'fa-solid fa-book')
    @Menu('main', 'B', '/a', 'x" onmouseover="alert(1)')
    class A {}
    expect(problemsOf(A)).toEqual([
      `A @Menu('main', 'B'): 'x" onmouseover="alert(1)' is not the class of an icon; write a class such as 'fa-book', or 'fa-solid fa-book'`,
    ]);
  });

  it('declares each resource and route once, each with one content', () => {
    @Extension(identity)
    @Help({ file: 'help.md' })
    @Resource('ui://a/help', text)
    @Resource('ui://a/none', written({ type: mimeTypes.Html }))
    @Resource('ui://a/both', written({ ...text, file: 'a.html' }))
    @Resource('ui://a/type', written({ type: 'text/plain', text: '' }))
    @Resource('ui://a/page', written({ type: mimeTypes.Html, page: 'p' }))
    @Resource(written('a/b'), text)
    @Route('/a', 'ui://a/help')
    @Route('/a', 'ui://a/help')
    class A {
      @unchecked(Resource('ui://a/method', text)) method(): string {
        return '';
      }
    }
    expect(problemsOf(A)).toEqual([
      "A @Resource('ui://a/none'): it has no content; give one of text, file and page, or put it on a method that computes the text",
      "A @Resource('ui://a/both'): it has more than one content; give one of text, file and page, or put it on a method that computes the text",
      "A @Resource('ui://a/type'): 'text/plain' is not a type of resource; use MimeType: text/symphony-jsx, text/symphony-module, text/html+symphony, text/html+htmx, text/html, text/html;profile=mcp-app, text/markdown",
      "A @Resource('ui://a/page'): only MimeType.Htmx can have a page; give text or file, or that type",
      "A @Resource('a/b'): 'a/b' is not a resource URI; begin it with 'ui://a/'",
      'A.method: it has content beside the method that computes it; keep the method, or move @Resource to the class',
      "A @Help: A @Resource('ui://a/help') declares ui://a/help already; give one of them another URI",
      "A @Route('/a'): A @Route('/a') shows /a already; give one of them another path",
    ]);
  });

  it('warns of menu items that lead nowhere', () => {
    @Extension(identity)
    @Resource('ui://a/home', text)
    @Route('/a', 'ui://a/home', { children: { '/b': { uri: 'ui://a/home' } } })
    @Menu('main', 'Child', '/a/b', 'fa-a')
    @Menu('main', 'Nowhere', '/a/c', 'fa-a')
    @Menu('main', 'Outside', '/a/d', 'fa-a', { link: 'https://example.com' })
    class A {}
    expect(warningsOf(A)).toEqual([
      "A @Menu('main', 'Nowhere'): the extension has no route /a/c; add @Route, or correct the path",
    ]);
  });
});

describe('arguments that are missing', () => {
  it('are problems, not exceptions', () => {
    class A {
      method(): void {}
    }
    unchecked(Extension(written(undefined)))(A);
    unchecked(Endpoint())(A.prototype, Symbol('hidden'), {});
    unchecked(Resource('ui://a/b', written(undefined)))(A);
    unchecked(Resource('ui://a/c', written({ type: mimeTypes.Html, text: 5 })))(A);
    unchecked(Help(written(undefined)))(A);
    expect(problemsOf(A)).toEqual([
      'A.Symbol(hidden): it is not a method; decorate a method that has a name',
      "A @Extension: '' cannot be a prefix; begin with a lower-case letter, go on with letters, digits, _ and -, 48 characters at most",
      "A @Extension: it has no name; add name: 'Catalog'",
      "A @Extension: '' is not a version; write a semantic version such as 1.0.0",
      "A @Help: it names no file; write @Help({ file: 'help.md' })",
      expect.stringMatching(/^A @Resource\('ui:\/\/a\/c'\): ui:\/\/a\/c belongs to another extension/),
      "A @Resource('ui://a/c'): its content is not text; give text and page as strings, file as a string or URL",
      expect.stringMatching(/^A @Resource\('ui:\/\/a\/b'\): ui:\/\/a\/b belongs to another extension/),
      expect.stringMatching(/^A @Resource\('ui:\/\/a\/b'\): '' is not a type of resource/),
      expect.stringMatching(/^A @Resource\('ui:\/\/a\/b'\): it has no content/),
    ]);
    const Module = class App {};
    unchecked(AppModule(written(undefined)))(Module);
    expect(problemsOf(Module)).toEqual(['App @AppModule: it has no extensions; list them: { extensions: [Catalog] }']);
  });
});

describe('replies', () => {
  it('warn of a body in GET, and not of a field named body', () => {
    const Reply = z.object({ body: z.string() });
    @Extension(identity)
    class A {
      @Endpoint({ response: Reply }) one(): { body: string } {
        return { body: '' };
      }
      @Rest('GET', '/x', { body: z.string(), response: Reply }) two(): { body: string } {
        return { body: '' };
      }
    }
    expect(warningsOf(A)).toEqual([
      'A.two: a GET request with a body is dropped by many clients; use POST, or query parameters',
    ]);
  });
});

describe('injection', () => {
  const Limit = defineToken<number>('limit');

  it('needs a provider for everything, named with the path that leads there', () => {
    abstract class Rates {
      abstract of(): number;
    }
    @Injectable()
    class Prices {
      constructor(
        readonly rates: Rates,
        @Inject(Limit) readonly limit: number,
      ) {}
    }
    @Extension(identity)
    class A {
      constructor(readonly prices: Prices) {}
    }
    expect(problemsOf(A)).toEqual([
      'A: nothing provides A → Prices → Rates; decorate the class with @Injectable(), or list it in the providers of the @AppModule',
      "A: nothing provides A → Prices → token 'limit'; add { provide: token, useValue | useClass | useFactory } to the providers of the @AppModule",
    ]);
    const providers = [
      { provide: Rates, useValue: { of: () => 1 } },
      { provide: Limit, useFactory: () => 1 },
    ];
    expect(() => readApplication(A, { providers })).not.toThrow();
  });

  it('refuses constructors that need each other', () => {
    @Injectable()
    class One {}
    @Injectable()
    class Two {
      constructor(readonly one: One) {}
    }
    // Classes that name each other cannot be loaded as modules; through a token they can.
    const Later = defineToken<Two>('later');
    @Injectable()
    class Three {
      constructor(@Inject(Later) readonly later: Two) {}
    }
    @Extension(identity)
    class A {
      constructor(readonly three: Three) {}
    }
    @Injectable()
    class Four extends Two {
      constructor(
        one: One,
        readonly three: Three,
      ) {
        super(one);
      }
    }
    @AppModule({ extensions: [A], providers: [{ provide: Later, useClass: Four }] })
    class App {}
    expect(problemsOf(App)).toEqual([
      "Three: constructors need each other: Three → token 'later' → Three; move what they share to a class of its own, or ask for one of them later through a factory",
    ]);
  });

  it('says what cannot be injected by its type', () => {
    interface Shape {
      readonly a: string;
    }
    @Extension(identity)
    class A {
      constructor(
        readonly shape: Shape,
        readonly count: number,
        @unchecked(Inject(written(undefined))) readonly nothing: unknown,
        @unchecked(Inject(Limit)) @unchecked(Bucket('b')) readonly both: unknown,
      ) {}
    }
    const fix = 'import the class itself, or use @Inject(token)';
    const kind = "an interface or a value, an 'import type' of a class, or an import cycle";
    expect(problemsOf(A)).toEqual([
      `A constructor parameter 1: its class is not known at run time (Object): ${kind}; ${fix}`,
      `A constructor parameter 2: its class is not known at run time (Number): ${kind}; ${fix}`,
      'A constructor parameter 3: @Inject has no token; pass what defineToken returned, or a class; in an import cycle it is undefined',
      'A constructor parameter 4: more than one decorator says what to inject; keep one of them',
    ]);
  });

  it('names the compiler option where constructor types are missing', () => {
    // As esbuild emits it: decorators run, types are not written.
    class A {
      constructor(readonly context: unknown) {}
    }
    Extension(identity)(A);
    class Plain {
      constructor(readonly context: unknown) {}
    }
    expect(problemsOf(A)).toEqual([
      'A constructor: the types of its parameters are missing; compile with emitDecoratorMetadata (tsc, swc); runners built on esbuild do not emit it',
    ]);
    @Extension({ ...identity, prefix: 'b' })
    class B {}
    @AppModule({ extensions: [B], providers: [Plain] })
    class App {}
    expect(problemsOf(App)).toEqual([
      'Plain constructor: the types of its parameters are missing; decorate the class with @Injectable(), and compile with emitDecoratorMetadata (tsc, swc)',
    ]);
  });

  it('refuses providers that are none', () => {
    @Extension(identity)
    class A {}
    @AppModule({
      extensions: [A],
      providers: written([
        1,
        { provide: undefined, useValue: 1 },
        { provide: Limit },
        { provide: Limit, useValue: 1, useClass: A },
        { provide: Limit, useFactory: 1 },
        { provide: Limit, useValue: 1 },
        { provide: Limit, useValue: 2 },
      ]),
    })
    class App {}
    expect(problemsOf(App)).toEqual([
      'App provider 1: it is not a provider; list a class, or { provide, useClass | useValue | useFactory }',
      "App provider 2: its 'provide' is neither a class nor a token; in an import cycle it is undefined",
      'App provider 3: it has no value; give one of useClass, useValue and useFactory',
      'App provider 4: it has useClass and useValue; give one of useClass, useValue and useFactory',
      'App provider 5: its useFactory is number; give a class or a function',
      "App provider 7: token 'limit' is provided already; keep one of the providers",
    ]);
  });
});

describe('every problem', () => {
  it('is reported at once, over all classes', () => {
    @Extension({ ...identity, version: 'x' })
    class A {
      @Endpoint(written('a b')) one(): void {}
    }
    @Extension({ ...identity, prefix: 'B' })
    class B {}
    expect(problemsOf({ A, B })).toHaveLength(3);
  });
});
