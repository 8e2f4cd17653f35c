import { describe, expect, it } from '@jest/globals';
import { Manifest } from './manifest.js';

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
});
