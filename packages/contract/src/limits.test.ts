import { describe, expect, it } from '@jest/globals';
import type * as z from 'zod';
import { KeyCapabilities } from './capabilities.js';
import { ProvisionRequest } from './exchange.js';
import { limits } from './limits.js';
import { Manifest, RegistrationRequest, ResourceUpload } from './manifest.js';
import { StatusEntry } from './status.js';
import { StorageRequest } from './storage-service.js';

type Limit = keyof typeof limits;
/** A place with a limit: the schema, the path in it, and an input of the given size at that path. */
type Place = readonly [limit: Limit, path: string, schema: z.ZodType, input: (size: number) => unknown];

const sha256 = 'a'.repeat(64);
const manifest = { prefix: 'a', name: 'A', version: '1.0.0' };
const text = (size: number, start = ''): string => start.padEnd(size, 'x');
const list = (size: number, entry: unknown): unknown[] => Array.from({ length: size }, () => entry);
const numbered = (size: number, value: unknown): object =>
  Object.fromEntries(Array.from({ length: size }, (_, index) => [`/${index}`, value]));
const features = (part: object) => ({ ...manifest, features: part });
const service = (part: object) => ({ ...manifest, services: [{ name: 'A', version: '1.0.0', ...part }] });
const endpoint = (part: object) => service({ endpoints: [{ name: 'a', subject: 'a.b', ...part }] });
const resource = (part: object) =>
  features({ resources: [{ uri: 'ui://a', mimeType: 'text/html', text: '', ...part }] });
const menu = (part: object) => features({ menus: [{ group: 'g', item: 'i', route: '/a', icon: '', ...part }] });
const widget = (part: object) => features({ widgets: [{ uri: 'ui://a', title: 'A', ...part }] });
const capability = { type: 'pub', subject: 'a.b' };
const provision = (part: object) => ({ prefix: 'a', name: 'A', capabilities: {}, ...part });
const time = '2026-01-01T00:00:00Z';
const entry = {
  prefix: 'a',
  instanceId: 'i',
  name: 'A',
  version: '1.0.0',
  status: 'ok',
  started: time,
  timestamp: time,
};
const upload = { sha256, index: 0, count: 1, text: 'x' };

const places: readonly Place[] = [
  ['name', 'name', Manifest, (size) => ({ ...manifest, name: text(size) })],
  ['version', 'version', Manifest, (size) => ({ ...manifest, version: text(size, '1.0.0-') })],
  ['description', 'description', Manifest, (size) => ({ ...manifest, description: text(size) })],
  ['name', 'sdk.language', Manifest, (size) => ({ ...manifest, sdk: { language: text(size), version: '1' } })],
  ['version', 'sdk.version', Manifest, (size) => ({ ...manifest, sdk: { language: 'go', version: text(size) } })],
  ['capabilities', 'capabilities', Manifest, (size) => ({ ...manifest, capabilities: list(size, capability) })],
  [
    'subject',
    'capabilities.0.subject',
    Manifest,
    (size) => ({ ...manifest, capabilities: [{ ...capability, subject: text(size) }] }),
  ],
  [
    'description',
    'capabilities.0.description',
    Manifest,
    (size) => ({ ...manifest, capabilities: [{ ...capability, description: text(size) }] }),
  ],
  ['uri', 'features.resources.0.uri', Manifest, (size) => resource({ uri: text(size, 'ui://') })],
  ['resourceText', 'features.resources.0.text', Manifest, (size) => resource({ text: text(size) })],
  ['name', 'features.resources.0.name', Manifest, (size) => resource({ name: text(size) })],
  ['description', 'features.resources.0.description', Manifest, (size) => resource({ description: text(size) })],
  ['routes', 'features.routes', Manifest, (size) => features({ routes: numbered(size, { uri: 'ui://a' }) })],
  ['uri', 'features.routes./a.uri', Manifest, (size) => features({ routes: { '/a': { uri: text(size) } } })],
  ['name', 'features.menus.0.group', Manifest, (size) => menu({ group: text(size) })],
  ['name', 'features.menus.0.item', Manifest, (size) => menu({ item: text(size) })],
  ['path', 'features.menus.0.route', Manifest, (size) => menu({ route: text(size, '/') })],
  ['icon', 'features.menus.0.icon', Manifest, (size) => menu({ icon: text(size) })],
  ['uri', 'features.menus.0.link', Manifest, (size) => menu({ link: text(size) })],
  [
    'menus',
    'features.menus',
    Manifest,
    (size) => features({ menus: list(size, { group: 'g', item: 'i', route: '/a', icon: '' }) }),
  ],
  ['widgets', 'features.widgets', Manifest, (size) => features({ widgets: list(size, { uri: 'ui://a', title: 'A' }) })],
  ['uri', 'features.widgets.0.uri', Manifest, (size) => widget({ uri: text(size) })],
  ['name', 'features.widgets.0.title', Manifest, (size) => widget({ title: text(size) })],
  ['notes', 'features.widgets.0.notes', Manifest, (size) => widget({ notes: text(size) })],
  ['buckets', 'buckets', Manifest, (size) => ({ ...manifest, buckets: list(size, { name: 'b' }) })],
  [
    'description',
    'buckets.0.description',
    Manifest,
    (size) => ({ ...manifest, buckets: [{ name: 'b', description: text(size) }] }),
  ],
  ['services', 'services', Manifest, (size) => ({ ...manifest, services: list(size, { name: 'A', version: '1' }) })],
  ['name', 'services.0.name', Manifest, (size) => service({ name: text(size) })],
  ['version', 'services.0.version', Manifest, (size) => service({ version: text(size) })],
  ['description', 'services.0.description', Manifest, (size) => service({ description: text(size) })],
  ['metadataEntries', 'services.0.metadata', Manifest, (size) => service({ metadata: numbered(size, '') })],
  ['metadataValue', 'services.0.metadata.note', Manifest, (size) => service({ metadata: { note: text(size) } })],
  ['openApiBytes', 'services.0.metadata.openapi', Manifest, (size) => service({ metadata: { openapi: text(size) } })],
  [
    'endpoints',
    'services.0.endpoints',
    Manifest,
    (size) => service({ endpoints: list(size, { name: 'a', subject: 'a.b' }) }),
  ],
  ['endpointName', 'services.0.endpoints.0.name', Manifest, (size) => endpoint({ name: text(size) })],
  ['subject', 'services.0.endpoints.0.subject', Manifest, (size) => endpoint({ subject: text(size) })],
  ['description', 'services.0.endpoints.0.description', Manifest, (size) => endpoint({ description: text(size) })],
  [
    'instanceId',
    'start.instanceId',
    RegistrationRequest,
    (size) => ({ ...manifest, start: { instanceId: text(size), state: 'begun' } }),
  ],
  ['resources', 'upload.lacking', ResourceUpload, (size) => ({ prefix: 'a', upload: { lacking: list(size, sha256) } })],
  [
    'resourcePiece',
    'upload.text',
    ResourceUpload,
    (size) => ({ prefix: 'a', upload: { ...upload, text: text(size) } }),
  ],
  ['capabilities', 'pub.allow', KeyCapabilities, (size) => ({ pub: { allow: list(size, 'a') } })],
  ['subject', 'sub.allow.0', KeyCapabilities, (size) => ({ sub: { allow: [text(size)] } })],
  ['name', 'name', ProvisionRequest, (size) => provision({ name: text(size) })],
  ['instanceId', 'requestId', ProvisionRequest, (size) => provision({ requestId: text(size) })],
  ['instanceId', 'instanceId', StatusEntry, (size) => ({ ...entry, instanceId: text(size) })],
  ['name', 'name', StatusEntry, (size) => ({ ...entry, name: text(size) })],
  ['version', 'version', StatusEntry, (size) => ({ ...entry, version: text(size) })],
  ['statusMessage', 'message', StatusEntry, (size) => ({ ...entry, message: text(size) })],
  ['instanceId', 'process', StatusEntry, (size) => ({ ...entry, process: text(size) })],
  ['name', 'bucket', StorageRequest, (size) => ({ bucket: text(size) })],
  ['name', 'prefix', StorageRequest, (size) => ({ prefix: text(size) })],
  ['storageKey', 'key', StorageRequest, (size) => ({ key: text(size) })],
];

const pathsOf = (schema: z.ZodType, input: unknown): string[] =>
  schema.safeParse(input).error?.issues.map(({ path }) => path.join('.')) ?? [];

describe('what is sent', () => {
  it.each(places)('has at most the limit of %s at %s', (limit, path, schema, input) => {
    expect(pathsOf(schema, input(limits[limit]))).toEqual([]);
    const found = pathsOf(schema, input(limits[limit] + 1));
    // For a union, the issue names the place of the alternatives.
    expect(found.length).toBeGreaterThan(0);
    expect(found.every((place) => path === place || path.startsWith(`${place}.`))).toBe(true);
  });

  const seconds = (waitMs: number) => pathsOf(StorageRequest, { waitMs });

  it('waits at most 20 seconds for changes', () => {
    expect([seconds(20_000), seconds(20_001), seconds(-1)]).toEqual([[], ['waitMs'], ['waitMs']]);
  });
});

describe('limits', () => {
  // The tests of these limits are beside their code.
  const elsewhere: readonly Limit[] = [
    'groups',
    'instances',
    'keysOfOne',
    'openApiDepth',
    'openApiServers',
    'openApiYamlBytes',
    'operations',
    'pathSegments',
    'pendingUses',
    'preferences',
    'resourceTexts',
    'routeDepth',
    'statusBytes',
    'subjectTokens',
  ];

  it('are each held by a place above, or by code with a test of its own', () => {
    const held = new Set<string>([...places.map(([limit]) => limit), ...elsewhere]);
    expect([...held].toSorted()).toEqual(Object.keys(limits).toSorted());
    expect(places.filter(([limit]) => elsewhere.includes(limit))).toEqual([]);
  });
});
