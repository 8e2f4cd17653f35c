import type { KeyValueBucket } from '@symphony-ts/storage';
import { z } from 'zod';
import { AppModule } from '../decorators/app-module.js';
import { Bucket } from '../decorators/bucket.js';
import { Capability } from '../decorators/capability.js';
import { Endpoint, InstanceHandler } from '../decorators/endpoint.js';
import { Extension } from '../decorators/extension.js';
import { OnEnforcement, OnRebalance, OnStart, OnStop } from '../decorators/hooks.js';
import { Inject, Injectable } from '../decorators/inject.js';
import { OnCommand, Subscribe } from '../decorators/messages.js';
import { Menu, Route, Widget } from '../decorators/navigation.js';
import { Help, Resource } from '../decorators/resource.js';
import { Rest } from '../decorators/rest.js';
import { defineExtension } from '../define/define-extension.js';
import { endpoint, subscription } from '../define/handlers.js';
import * as entry from '../index.js';
import { readApplication } from './read-application.js';

const identity = { prefix: 'odd', name: 'Odd', version: '1.0.0' };
/** As a project without a type check writes it. */
// oxlint-disable-next-line typescript/no-explicit-any -- what the compiler refuses is what is tried here
const unchecked = (decorator: unknown): any => decorator;

@Extension(identity)
class Names {
  @Endpoint() price$() {}
  @Endpoint('größe') size() {}
  @Endpoint(unchecked('a'.repeat(200))) long() {}
  @Rest('GET', '/a') $rest() {}
}

@Extension(identity)
class Replies {
  @Rest('GET', '/star/*') star() {}
  @Rest('GET', '/interim', { status: 102 }) interim() {}
  @Rest('GET', '/none', { status: 204, response: z.object({ a: z.string() }) }) none() {
    return { a: '' };
  }
}

@Extension(unchecked({ ...identity, openapi: { openapi: '3.1.0' } }))
class Document {
  @Endpoint({ metadata: unchecked({ owner: 1 }) }) a() {}
}

@Extension(identity)
@Extension({ ...identity, prefix: 'other' })
class Twice {}

const inCode = defineExtension({
  ...identity,
  endpoints: unchecked({ say: () => 'a', ask: 1, tell: unchecked(endpoint)(() => 'a') }),
  subscriptions: unchecked([unchecked(subscription)('events.odd.made', () => undefined)]),
  commands: unchecked({ go: () => 1 }),
});

const passLast = (maker: string): string => `pass ${maker}(…) its options, {} for none, and then the function`;

const problemsOf = (application: unknown): unknown => {
  try {
    readApplication(unchecked(application));
  } catch (error) {
    return Reflect.get(Object(error), 'params').problems;
  }
  return [];
};

describe('misuse that the scan names', () => {
  it.each([
    ['Names.price$', Names, "'price$' cannot be an endpoint name", 'use letters (a–z, A–Z), digits, _ and -'],
    ['Names.size', Names, "'größe' cannot be an endpoint name", 'use letters (a–z, A–Z), digits, _ and -'],
    ['Names.long', Names, expect.stringMatching(/^the endpoint name 'a+…' is too long$/), 'use up to 128 characters'],
    ['Names.$rest', Names, "'$rest' cannot be an endpoint name", 'use letters (a–z, A–Z), digits, _ and -'],
    ['Replies.star', Replies, "the path '/star/*' has a '*'", "write a parameter such as '{name}' for one segment"],
    ['Replies.interim', Replies, 'a status of 102', expect.stringContaining('from 200 to 599')],
    ['Replies.none', Replies, 'a reply with status 204 has no body', 'omit the response schema, or the status'],
    ['Document @Extension', Document, 'openapi is neither text nor a URL', expect.stringContaining('as text')],
    ['Document.a', Document, "metadata 'owner' is not text", 'write it as a string'],
    ['Twice', Twice, 'it has @Extension twice', 'write it once'],
    ['Odd.say', inCode, 'this function does not belong here', 'write endpoint(…) around the function'],
    ['Odd.ask', inCode, 'this number does not belong here', 'write endpoint(…) around the function'],
    ['Odd.tell', inCode, 'a handler without a function does not belong here', passLast('endpoint')],
    ['Odd.subscription 1', inCode, 'a handler without a function does not belong here', passLast('subscription')],
    ['Odd.go', inCode, 'this function does not belong here', 'write command(…) around the function'],
  ])('%s', (where, application, text, fix) => {
    expect(problemsOf(application)).toContainEqual({ where, text, fix });
  });
});

describe('decorators in a provider', () => {
  @Capability('pub', 'events.odd.made', 'Made')
  @Injectable()
  class Store {
    @Endpoint() find() {}
    @OnStart() open() {}
  }
  class Cache extends Store {}
  @Extension(identity)
  class Shop {
    constructor(readonly store: Store) {}
  }
  @AppModule({ extensions: [Names], providers: [{ provide: Store, useClass: Cache }] })
  class Listed {}

  const fix = 'move it to the class with @Extension, and call the provider from there';
  it.each([
    ['that a constructor asks for', Shop],
    ['that a module lists', Listed],
  ])('are refused, since nothing would call them: of one %s', (_which, application) => {
    const problems = problemsOf(application);
    expect(problems).toContainEqual({ where: 'Store.find', text: '@Endpoint has no effect in a provider', fix });
    expect(problems).toContainEqual({ where: 'Store.open', text: '@OnStart has no effect in a provider', fix });
    expect(problems).toContainEqual({ where: 'Store', text: '@Capability has no effect in a provider', fix });
  });

  it('may be those of constructor parameters', () => {
    @Injectable()
    class Parts {
      constructor(@Bucket('odd_parts') readonly parts: KeyValueBucket) {}
    }
    @Extension(identity)
    @Bucket('odd_parts')
    class Works {
      constructor(readonly parts: Parts) {}
    }
    expect(problemsOf(Works)).toEqual([]);
  });
});

function onMember(decorator: unknown) {
  class Plain {
    @unchecked(decorator) a() {}
  }
  return Plain;
}

function onStatic(decorator: unknown) {
  class Plain {
    @unchecked(decorator) static a() {}
  }
  return Plain;
}

function onClass(decorator: unknown) {
  @unchecked(decorator)
  class Plain {}
  return Plain;
}

function onParameter(decorator: unknown) {
  class Plain {
    constructor(@unchecked(decorator) readonly a: unknown) {}
  }
  return Plain;
}

function onProperty(decorator: unknown) {
  class Plain {
    @unchecked(decorator) a: unknown;
  }
  return Plain;
}

function onMethodParameter(decorator: unknown) {
  class Plain {
    a(@unchecked(decorator) _given: unknown) {}
  }
  return Plain;
}

const memberDecorators = {
  Endpoint,
  InstanceHandler,
  OnCommand,
  OnEnforcement,
  OnRebalance,
  OnStart,
  OnStop,
  Rest,
  Resource,
  Subscribe,
};
const classDecorators = { AppModule, Bucket, Capability, Extension, Help, Injectable, Menu, Resource, Route, Widget };
const parameterDecorators = { Bucket, Inject };

describe('decorators that are not called', () => {
  const all = { ...memberDecorators, ...classDecorators, ...parameterDecorators };
  it.each([
    ...Object.entries(memberDecorators).map(([name, decorator]) => [name, 'Plain.a', onMember, decorator] as const),
    ...Object.entries(classDecorators).map(([name, decorator]) => [name, 'Plain', onClass, decorator] as const),
    ...Object.entries(parameterDecorators).map(([name, decorator]) => [name, 'Plain', onParameter, decorator] as const),
    ...Object.entries(all).map(([name, decorator]) => [name, 'Plain.a', onStatic, decorator] as const),
    ...Object.entries(all).map(([name, decorator]) => [name, 'Plain.a', onProperty, decorator] as const),
  ])('@%s is refused where it stands: %s, %p', (name, setting, declare, decorator) => {
    const reason = `its decorator @${name} is not called; write @${name}(…)`;
    expect(() => declare(decorator)).toThrow(
      expect.objectContaining({ code: 'INVALID_CONFIGURATION', params: { setting, reason } }),
    );
  });

  it('are all that the package exports', () => {
    const isDecorator = (value: unknown): boolean => typeof value === 'function' && !String(value).startsWith('class ');
    const names = Object.entries(entry).filter(([name, value]) => /^[A-Z]/.test(name) && isDecorator(value));
    expect(names.map(([name]) => name).sort()).toEqual(Object.keys(all).sort());
  });
});

describe('decorators where they have no effect', () => {
  const ofClasses = {
    AppModule: AppModule({ extensions: [] }),
    Capability: Capability('pub', 'events.odd.made', 'Made'),
    Extension: Extension(identity),
    Help: Help({ file: 'help.md' }),
    Injectable: Injectable(),
    Menu: Menu('main', 'Odd', '/odd', 'fa-odd'),
    Route: Route('/odd', 'ui://odd/home'),
    Widget: Widget('ui://odd/widget', 'Odd'),
  };
  const ofMethods = {
    Endpoint: Endpoint(),
    InstanceHandler: InstanceHandler('a'),
    OnCommand: OnCommand('a'),
    OnEnforcement: OnEnforcement(),
    OnRebalance: OnRebalance(),
    OnStart: OnStart(),
    OnStop: OnStop(),
    Rest: Rest('GET', '/a'),
    Subscribe: Subscribe('events.odd.made'),
  };
  const ofBoth = { Resource: Resource('ui://odd/home', { type: 'text/html', text: '' }) };
  const places = { Bucket: Bucket('odd_parts') };
  const onClassOnly = 'put it on the class';
  const onMethodOnly = 'put it on a method';
  const rows = (decorators: object, fix: string, ...declare: readonly ((decorator: unknown) => unknown)[]) =>
    Object.entries(decorators).flatMap(([name, decorator]: [string, unknown]) =>
      declare.map((place) => [name, place.name, place, decorator, fix] as const),
    );

  it.each([
    ...rows(ofClasses, onClassOnly, onMember, onStatic, onProperty, onParameter, onMethodParameter),
    ...rows(ofMethods, onMethodOnly, onClass, onParameter, onMethodParameter),
    ...rows(ofBoth, 'put it on the class or on a method', onParameter, onMethodParameter),
    ...rows(places, 'put it on the class or on a constructor parameter', onMember, onProperty, onMethodParameter),
    ...rows({ Inject: Inject(Names) }, 'put it on a constructor parameter', onClass, onMember, onMethodParameter),
  ])('@%s is refused: %s', (name, place, declare, decorator, fix) => {
    const plain = unchecked(declare(decorator));
    Extension(identity)(plain);
    const where = place === 'onClass' || place === 'onParameter' ? 'Plain' : 'Plain.a';
    expect(problemsOf(plain)).toContainEqual({ where, text: `@${name} does not belong here`, fix });
  });

  it('are refused in a provider', () => {
    @Injectable()
    class Part {
      @unchecked(Help({ file: 'help.md' })) a() {}
    }
    @Extension(identity)
    class Shop {
      constructor(readonly part: Part) {}
    }
    expect(problemsOf(Shop)).toContainEqual({
      where: 'Part.a',
      text: '@Help does not belong here',
      fix: onClassOnly,
    });
  });
});
