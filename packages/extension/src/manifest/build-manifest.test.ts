import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Manifest, mimeTypes, silentLogger } from '@symphony-ts/contract';
import * as z from 'zod';
import { Bucket } from '../decorators/bucket.js';
import { Endpoint, InstanceHandler } from '../decorators/endpoint.js';
import { Extension } from '../decorators/extension.js';
import { Menu, Route, Widget } from '../decorators/navigation.js';
import { Help, Resource } from '../decorators/resource.js';
import { Rest } from '../decorators/rest.js';
import type { Class } from '../model/extension-model.js';
import { readExtension } from '../scan/read-extension.js';
import { buildManifest, SDK_VERSION } from './build-manifest.js';
import { readResources } from './resource-contents.js';

const identity = { prefix: 'a', name: 'A', version: '1.0.0' };

async function manifestOf(cls: Class): Promise<Manifest> {
  const model = readExtension(cls);
  return buildManifest(model, await readResources(model, { logger: silentLogger }));
}

@Extension({ ...identity, description: 'All of it', metadata: { team: 'x' } })
@Resource('ui://a/z', { type: mimeTypes.Html, text: '<p>', name: 'Z', description: 'Last', meta: { csp: 'none' } })
@Resource('ui://a/t', { type: mimeTypes.Htmx, page: 'pages/table' })
@Help({ file: 'no/such/help.md' })
@Route('/a/z', 'ui://a/z', { children: { '/t': { uri: 'ui://a/t', children: { '/z': { uri: 'ui://a/z' } } } } })
@Route('/a', 'ui://a/t')
@Menu('main', 'Z', '/a/z', 'fa-z', { link: 'https://example.com' })
@Menu('main', 'A', '/a', 'fa-a')
@Widget('ui://a/z', 'Z', 'Notes')
@Bucket('z', { ttl: 3, history: 2, maxBytes: 9, description: 'Z', allowShrink: true, persist: 'async' })
@Bucket('b', { objectStore: true })
@Bucket('used', { declare: false })
class All {
  @Endpoint('z', { metadata: { a: 'b' }, description: 'Ends' }) last(): void {}
  @Endpoint({
    group: 'g',
    request: z.object({ n: z.number().default(1) }),
    response: z.object({ n: z.number().default(1) }),
  })
  first(input: { n: number }): { n: number } {
    return input;
  }
  @InstanceHandler('i') i(): void {}
  @Rest('GET', '/x', { summary: 'Shows x' }) x(): void {}
}

describe('buildManifest', () => {
  it('writes everything a class declares', async () => {
    const { services, capabilities, ...manifest } = await manifestOf(All);
    expect(manifest).toEqual({
      ...identity,
      description: 'All of it',
      sdk: { language: 'typescript', version: SDK_VERSION },
      features: {
        resources: [
          { uri: 'ui://a/t', mimeType: 'text/html+htmx', text: '{"page":"pages/table"}' },
          {
            uri: 'ui://a/z',
            mimeType: 'text/html',
            text: '<p>',
            name: 'Z',
            description: 'Last',
            _meta: { csp: 'none' },
          },
        ],
        routes: {
          '/a/z': { uri: 'ui://a/z', routes: { '/t': { uri: 'ui://a/t', routes: { '/z': { uri: 'ui://a/z' } } } } },
          '/a': { uri: 'ui://a/t' },
        },
        menus: [
          { group: 'main', item: 'Z', route: '/a/z', icon: 'fa-z', link: 'https://example.com' },
          { group: 'main', item: 'A', route: '/a', icon: 'fa-a' },
        ],
        widgets: [{ uri: 'ui://a/z', title: 'Z', notes: 'Notes' }],
      },
      buckets: [
        { name: 'b', description: '', ttl: 0, max_history_per_key: 0, max_bucket_size: 0, object_store: true },
        {
          name: 'z',
          description: 'Z',
          ttl: 3,
          max_history_per_key: 2,
          max_bucket_size: 9,
          allow_shrink: true,
          persist: 'async',
        },
      ],
    });
    // JSON keeps the order in which pages were declared.
    expect(Object.keys(manifest.features.routes)).toEqual(['/a/z', '/a']);
    expect(capabilities).toHaveLength(4);
    const [service] = services;
    expect(service?.metadata['team']).toBe('x');
    expect(JSON.parse(service?.metadata['openapi'] ?? '')).toMatchObject({ openapi: '3.1.0', paths: { '/x': {} } });
    expect(service?.endpoints).toEqual([
      {
        name: 'first',
        subject: 'cirata.extensions.a.g.first',
        kind: 'endpoint',
        metadata: { 'symphony.member': 'first' },
        request: { type: 'object', properties: { n: { type: 'number', default: 1 } } },
        response: {
          type: 'object',
          properties: { n: { type: 'number', default: 1 } },
          required: ['n'],
          additionalProperties: false,
        },
      },
      {
        name: 'i',
        subject: 'cirata.extensions.a.instance.*.i',
        kind: 'instance',
        metadata: { 'symphony.member': 'i', 'symphony.input': 'none' },
      },
      {
        name: 'x',
        subject: 'cirata.extensions.a.x',
        kind: 'rest',
        metadata: {
          method: 'GET',
          path: '/x',
          'symphony.member': 'x',
          'symphony.kind': 'rest',
          'symphony.input': 'none',
        },
        description: 'Shows x',
      },
      {
        name: 'z',
        subject: 'cirata.extensions.a.z',
        kind: 'endpoint',
        metadata: { a: 'b', 'symphony.member': 'last', 'symphony.input': 'none' },
        description: 'Ends',
      },
    ]);
  });

  it('writes the same bytes for the same classes, and what the contract takes', async () => {
    const manifest = await manifestOf(All);
    expect(JSON.stringify(await manifestOf(All))).toBe(JSON.stringify(manifest));
    expect(Manifest.parse(JSON.parse(JSON.stringify(manifest)))).toEqual(manifest);
  });

  it('writes no service for an extension without handlers', async () => {
    @Extension(identity)
    class A {}
    expect((await manifestOf(A)).services).toEqual([]);
  });

  it('names the version of this package', () => {
    const file = path.join(__dirname, '../../package.json');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ version: SDK_VERSION });
  });
});
