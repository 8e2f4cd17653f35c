import 'reflect-metadata';
import { mimeTypes } from '@symphony-ts/contract';
import type { KeyValueBucket } from '@symphony-ts/storage';
import { ExtensionContext } from '../context/extension-context.js';
import { Bucket } from '../decorators/bucket.js';
import { Capability } from '../decorators/capability.js';
import { Endpoint, InstanceHandler } from '../decorators/endpoint.js';
import { Extension } from '../decorators/extension.js';
import { OnEnforcement, OnRebalance, OnStart } from '../decorators/hooks.js';
import { Injectable } from '../decorators/inject.js';
import { OnCommand, Subscribe } from '../decorators/messages.js';
import { Menu, Route, Widget } from '../decorators/navigation.js';
import { Help, Resource } from '../decorators/resource.js';
import { Rest } from '../decorators/rest.js';
import { readExtension } from './read-extension.js';

const identity = { prefix: 'a', name: 'A', version: '1.0.0' };
const text = { type: mimeTypes.Html, text: '<p>' };

describe('readExtension', () => {
  it('restores the order of the source', () => {
    @Extension(identity)
    @Capability('pub', 'extensions.a.one', '')
    @Capability('pub', 'extensions.a.two', '')
    @Menu('main', 'One', '/a', 'fa-a')
    @Menu('main', 'Two', '/a/two', 'fa-a')
    @Resource('ui://a/one', text)
    @Resource('ui://a/two', text)
    @Route('/a', 'ui://a/one')
    @Route('/a/two', 'ui://a/two')
    @Widget('ui://a/two', 'Two')
    @Widget('ui://a/one', 'One')
    class A {
      @OnStart() first(): void {}
      @OnStart() second(): void {}
      @Subscribe('extensions.x.one')
      @Subscribe('extensions.x.two')
      event(): void {}
    }
    const model = readExtension(A);
    expect(model.capabilities.slice(0, 2).map((capability) => capability.subject)).toEqual([
      'extensions.a.one',
      'extensions.a.two',
    ]);
    expect(model.menus.map((menuModel) => menuModel.item)).toEqual(['One', 'Two']);
    expect(model.routes.map((route) => route.path)).toEqual(['/a', '/a/two']);
    expect(model.widgets.map((widget) => widget.title)).toEqual(['Two', 'One']);
    expect(model.hooks.start.map((ref) => ref.kind === 'method' && ref.member)).toEqual(['first', 'second']);
    expect(model.subscriptions.map((subscription) => subscription.subject)).toEqual([
      'extensions.x.one',
      'extensions.x.two',
    ]);
  });

  it('fills in what the author omitted', () => {
    @Extension(identity)
    @Bucket('b')
    class A {
      @Endpoint() add(): void {}
      @Rest('GET', '/x') x(): void {}
      @Subscribe('extensions.x.y') event(): void {}
    }
    const model = readExtension(A);
    expect(model.endpoints).toEqual([
      {
        name: 'add',
        handler: { kind: 'method', owner: A, member: 'add' },
        member: 'add',
        takesInput: false,
        metadata: {},
        timeoutMs: 30_000,
      },
    ]);
    expect(model.rest).toMatchObject([
      {
        name: 'x',
        operationId: 'x',
        method: 'GET',
        path: '/x',
        tags: [],
        responses: {},
        deprecated: false,
        timeoutMs: 30_000,
      },
    ]);
    expect(model.subscriptions).toMatchObject([{ subject: 'extensions.x.y', queue: 'a' }]);
    expect(model.buckets).toEqual([
      {
        name: 'b',
        declared: true,
        description: '',
        ttl: 0,
        history: 0,
        maxBytes: 0,
        allowShrink: false,
        raw: false,
        objectStore: false,
      },
    ]);
    expect(model.description).toBe('');
  });

  it('infers what its handlers subscribe, and publishes only what is declared', () => {
    @Extension(identity)
    @Capability('sub', 'extensions.a.add', 'In words of its own')
    @Capability('pub', 'extensions.b.get', 'Calls b')
    class A {
      @Endpoint({ description: 'Adds' }) add(): void {}
      @Endpoint({ group: 'admin' }) reset(): void {}
      @Rest('GET', '/x', { summary: 'Shows x' }) x(): void {}
      @InstanceHandler('i') i(): void {}
      @OnCommand('c') c(): void {}
      @Subscribe('extensions.b.created') event(): void {}
      @Subscribe('cirata.symphony.enforcement') broadcast(): void {}
    }
    expect(readExtension(A).capabilities).toEqual([
      { type: 'sub', subject: 'extensions.a.add', description: 'In words of its own' },
      { type: 'pub', subject: 'extensions.b.get', description: 'Calls b' },
      { type: 'sub', subject: 'extensions.a.admin.reset', description: 'Endpoint reset' },
      { type: 'sub', subject: 'extensions.a.commands', description: 'Commands' },
      { type: 'sub', subject: 'extensions.a.instance.*.i', description: 'Instance handler i' },
      { type: 'sub', subject: 'extensions.a.x', description: 'Shows x' },
      { type: 'sub', subject: 'extensions.b.created', description: 'Events extensions.b.created' },
      { type: 'sub', subject: 'symphony.enforcement', description: 'Events cirata.symphony.enforcement' },
    ]);
  });

  it('takes over what a base class declares; a member decorated again replaces it', () => {
    @Bucket('shared', { ttl: 1 })
    @Menu('main', 'Base', '/a', 'fa-a', { link: 'https://example.com' })
    abstract class Base {
      constructor(readonly context: ExtensionContext) {}
      @Endpoint('kept', { description: 'from the base' }) kept(): string {
        return 'base';
      }
      @Endpoint('old') replaced(): void {}
      @OnStart() open(): void {}
    }
    @Extension(identity)
    @Bucket('shared', { ttl: 2 })
    class A extends Base {
      override kept(): string {
        return 'sub';
      }
      @Endpoint('new') override replaced(): void {}
      @OnStart() openToo(): void {}
    }
    @Extension({ ...identity, prefix: 'b' })
    class B extends Base {}

    const a = readExtension(A);
    expect(a.endpoints.map((endpoint) => endpoint.name)).toEqual(['kept', 'new']);
    expect(a.hooks.start).toEqual([
      { kind: 'method', owner: A, member: 'open' },
      { kind: 'method', owner: A, member: 'openToo' },
    ]);
    expect(a.buckets).toMatchObject([{ name: 'shared', ttl: 2 }]);
    expect(a.menus).toHaveLength(1);
    expect(a.parameters.get(A)).toEqual([{ kind: 'class', type: ExtensionContext }]);
    const b = readExtension(B);
    expect(b.endpoints.map((endpoint) => endpoint.name)).toEqual(['kept', 'old']);
    expect(b.buckets).toMatchObject([{ name: 'shared', ttl: 1 }]);
  });

  it('asks for what the nearest constructor names', () => {
    class Base {
      constructor(readonly context: ExtensionContext) {}
    }
    Injectable()(Base);
    @Extension(identity)
    class A extends Base {
      constructor() {
        super(undefined as never);
      }
    }
    expect(readExtension(A).parameters.get(A)).toEqual([]);
  });

  it('gathers the handlers, buckets and parameters of parts', () => {
    class Items {
      constructor(
        @Bucket('items') readonly items: KeyValueBucket,
        readonly context: ExtensionContext,
      ) {}
      @Endpoint() add(): void {}
      @OnRebalance() share(): void {}
    }
    class Admin {
      constructor(@Bucket('items', { declare: false }) readonly items: KeyValueBucket) {}
      @OnCommand('reset') reset(): void {}
      @OnEnforcement() enforce(): void {}
    }
    @Extension({ ...identity, parts: [Items, Admin] })
    class A {
      constructor(readonly part: Items) {}
    }
    const model = readExtension(A);
    expect(model.parts).toEqual([Items, Admin]);
    expect(model.endpoints).toMatchObject([{ name: 'add', handler: { owner: Items, member: 'add' } }]);
    expect(model.commands).toMatchObject([{ name: 'reset', handler: { owner: Admin } }]);
    expect(model.hooks).toMatchObject({ rebalance: [{ owner: Items }], enforcement: [{ owner: Admin }] });
    expect(model.buckets).toMatchObject([{ name: 'items', declared: true }]);
    expect([...model.parameters].map(([cls, { length }]) => [cls.name, length])).toEqual([
      ['A', 1],
      ['Items', 2],
      ['Admin', 1],
    ]);
  });

  it('turns help into a resource and a route', () => {
    @Extension({ ...identity, name: 'My Catalog' })
    @Help({ file: 'pages/help.md' })
    class A {}
    const model = readExtension(A);
    expect(model.resources).toEqual([
      {
        uri: 'ui://a/help',
        mimeType: 'text/markdown',
        content: { kind: 'file', file: 'pages/help.md', from: __filename, optional: true },
      },
    ]);
    expect(model.routes).toEqual([{ path: '/help/extensions/My Catalog', uri: 'ui://a/help', children: [] }]);
  });

  it('gives frozen data and leaves the author what is the author’s', () => {
    const options = { ...identity, metadata: { team: 'x' } };
    const meta = { csp: { default: 'self' } };
    @Extension(options)
    @Resource('ui://a/b', { ...text, meta })
    class A {
      @Endpoint() add(): void {}
    }
    const model = readExtension(A);
    expect(() => (model.endpoints as unknown[]).push(1)).toThrow(TypeError);
    expect(Object.isFrozen(model.endpoints[0])).toBe(true);
    expect(Object.isFrozen(model.metadata)).toBe(true);
    expect(Object.isFrozen(options.metadata)).toBe(false);
    expect(Object.isFrozen(meta)).toBe(false);
  });
});
