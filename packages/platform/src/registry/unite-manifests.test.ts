import { Manifest } from '@symphony-ts/contract';
import { uniteManifests } from './unite-manifests.js';

const endpoint = (name: string) => ({ name, subject: `cirata.extensions.shop.${name}` });
const manifest = (version: string, names: readonly string[], more: object = {}): Manifest =>
  Manifest.parse({
    prefix: 'shop',
    name: `Shop ${version}`,
    version,
    services: [
      { name: 'shop', version, metadata: { openapi: `document of ${version}` }, endpoints: names.map(endpoint) },
    ],
    ...more,
  });
const shows = (version: string, names: readonly string[]): object => ({
  capabilities: names.map((name) => ({ type: 'pub', subject: `extensions.${name}`, description: version })),
  buckets: names.map((name) => ({ name, description: version })),
  features: {
    resources: names.map((name) => ({ uri: `ui://shop/${name}`, mimeType: 'text/html', text: version })),
    routes: Object.fromEntries(names.map((name) => [`/shop/${name}`, { uri: `ui://shop/${name}?${version}` }])),
    menus: [{ group: 'Shop', item: version, route: '/shop/a', icon: '' }],
    widgets: [],
  },
});

describe('uniteManifests', () => {
  it('is the first manifest where there is no other', () => {
    const only = manifest('1.0.0', ['a']);
    expect(uniteManifests(only, [])).toBe(only);
  });

  it('speaks for the extension as the first version does', () => {
    const united = uniteManifests(manifest('2.0.0', ['a'], shows('2', ['a'])), [
      manifest('1.0.0', ['b'], shows('1', ['b'])),
    ]);
    expect(united).toMatchObject({ name: 'Shop 2.0.0', version: '2.0.0' });
    expect(united.features.menus.map(({ item }) => item)).toEqual(['2']);
  });

  it('adds the endpoints that the first version lacks, with the document that has their routes', () => {
    const united = uniteManifests(manifest('2.0.0', ['a', 'b']), [manifest('1.0.0', ['b', 'c'])]);
    expect(united.services.map(({ version, endpoints }) => [version, endpoints.map(({ name }) => name)])).toEqual([
      ['2.0.0', ['a', 'b']],
      ['1.0.0', ['c']],
    ]);
    expect(united.services.map(({ metadata }) => metadata['openapi'])).toEqual([
      'document of 2.0.0',
      'document of 1.0.0',
    ]);
  });

  it('keeps the document of a version whose endpoints the first one has all: its routes may be others', () => {
    const { services } = uniteManifests(manifest('2.0.0', ['a', 'b']), [manifest('1.0.0', ['a'])]);
    expect(services.map(({ metadata, endpoints }) => [metadata['openapi'], endpoints.length])).toEqual([
      ['document of 2.0.0', 2],
      ['document of 1.0.0', 0],
    ]);
  });

  it.each([
    ['the same document', { openapi: 'document of 2.0.0' }],
    ['no document', {}],
  ])('adds nothing of a version whose endpoints the first one has all, with %s', (_what, metadata) => {
    const services = [{ name: 'shop', version: '1.0.0', metadata, endpoints: [endpoint('a')] }];
    const other = manifest('1.0.0', [], { services });
    expect(uniteManifests(manifest('2.0.0', ['a', 'b']), [other]).services).toHaveLength(1);
  });

  it('adds capabilities, buckets, resources and routes, and keeps those of the first version', () => {
    const united = uniteManifests(manifest('2.0.0', [], shows('2', ['a', 'b'])), [
      manifest('1.0.0', [], shows('1', ['b', 'c'])),
    ]);
    const { capabilities, buckets, features } = united;
    expect(capabilities.map(({ subject, description }) => `${subject} ${description}`)).toEqual([
      'extensions.a 2',
      'extensions.b 2',
      'extensions.c 1',
    ]);
    expect(buckets.map(({ name, description }) => `${name} ${description}`)).toEqual(['a 2', 'b 2', 'c 1']);
    expect(features.resources.map(({ text }) => text)).toEqual(['2', '2', '1']);
    expect(features.routes['/shop/b']).toEqual({ uri: 'ui://shop/b?2' });
    expect(features.routes['/shop/c']).toEqual({ uri: 'ui://shop/c?1' });
  });
});
