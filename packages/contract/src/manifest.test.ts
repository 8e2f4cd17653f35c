import { describe, expect, it } from '@jest/globals';
import { limits } from './limits.js';
import { Manifest } from './manifest.js';
import { RESERVED_PREFIXES } from './subject.js';

const parse = (features: object) => Manifest.safeParse({ prefix: 'a', name: 'A', version: '1.0.0', features });
const page = (uri: string) => ({ uri, mimeType: 'text/markdown', text: '' });
const menu = (icon: string) => ({ group: 'main', item: 'A', route: '/a', icon });
const problems = (features: object): string[] | undefined =>
  parse(features).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);

describe('Manifest', () => {
  it('has each URI once', () => {
    expect(problems({ resources: [page('ui://a/1'), page('ui://a/2')] })).toBeUndefined();
    expect(problems({ resources: [page('ui://a/1'), page('ui://a/2'), page('ui://a/1')] })).toEqual([
      "features.resources.2.uri: there is another resource at 'ui://a/1'; give each one a URI of its own",
    ]);
  });

  it.each(['', 'fa-book', 'fa-solid fa-cloud_sun', 'fas fa-2x'])('takes the icon %j', (icon) => {
    expect(problems({ menus: [menu(icon)] })).toBeUndefined();
  });

  it.each(['x" onmouseover=alert(1)', '<i>', "a'b", 'fa-book;', 'é', 'a\nb'])('refuses the icon %j', (icon) => {
    expect(problems({ menus: [menu(icon)] })).toEqual([
      "features.menus.0.icon: a class such as 'fa-book': letters, digits, spaces, _ and -",
    ]);
  });

  /** Routes that are nested `depth` times. */
  const nested = (depth: number): object =>
    depth === 0 ? {} : { '/a': { uri: 'ui://a/1', ...(depth > 1 ? { routes: nested(depth - 1) } : {}) } };
  const siblings = (count: number): object =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`/${index}`, { uri: 'ui://a/1' }]));
  const spread = (count: number): object => ({ '/': { uri: 'ui://a/1', routes: siblings(count - 1) } });
  const tooMany = [`features.routes: at most ${limits.routes} routes, ${limits.routeDepth} deep`];

  it.each<[string, object, string[] | undefined]>([
    ['as deep as they may stand', nested(limits.routeDepth), undefined],
    ['too deep', nested(limits.routeDepth + 1), tooMany],
    ['as many as there may be', spread(limits.routes), undefined],
    ['too many in all', spread(limits.routes + 1), tooMany],
    ['too many side by side', siblings(limits.routes + 1), [`features.routes: at most ${limits.routes} entries`]],
  ])('counts routes: %s', (_what, routes, expected) => {
    expect(problems({ routes })).toEqual(expected);
  });

  const service = (metadata: Record<string, string>) =>
    Manifest.safeParse({
      prefix: 'a',
      name: 'A',
      version: '1.0.0',
      services: [{ name: 'A', version: '1.0.0', metadata }],
    }).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);

  it.each<[string, number, number]>([
    ['openapi', limits.openApiBytes, limits.openApiBytes],
    ['note', limits.metadataValue, limits.metadataValue],
  ])('bounds the metadata %s', (name, length, most) => {
    expect(service({ [name]: 'x'.repeat(length) })).toBeUndefined();
    expect(service({ [name]: 'x'.repeat(length + 1) })).toEqual([
      `services.0.metadata.${name}: at most ${most} characters`,
    ]);
  });

  it.each([
    ['A', 'lower case, begins with a letter; letters, digits, _ and -'],
    [RESERVED_PREFIXES[0], 'a name that the platform keeps for itself'],
  ])('refuses the prefix %s', (prefix, message) => {
    const parsed = Manifest.safeParse({ prefix, name: 'A', version: '1.0.0' });
    expect(parsed.error?.issues.map((issue) => issue.message)).toEqual([message]);
  });

  it.each<[string, object, string]>([
    ['group of a menu', { menus: [{ ...menu('fa-bug'), group: 'm\u202ain' }] }, 'features.menus.0.group'],
    ['item of a menu', { menus: [{ ...menu('fa-bug'), item: 'a\u202eA' }] }, 'features.menus.0.item'],
    ['title of a widget', { widgets: [{ uri: 'ui://a/1', title: 'A\u2067b' }] }, 'features.widgets.0.title'],
  ])('refuses what turns the words around it, in the %s', (_what, features, place) => {
    expect(problems(features)).toEqual([`${place}: one line, without control characters`]);
  });

  it.each([
    ['1.0.0', true],
    ['1.0.0-rc.1+build.7', true],
    ['10.20.30', true],
    ['1.0', false],
    ['v1.0.0', false],
    ['1.0.0-', false],
    ['1.0.0 ', false],
  ])('takes the version %j: %s', (version, expected) => {
    expect(Manifest.safeParse({ prefix: 'a', name: 'A', version }).success).toBe(expected);
  });
});
