import { resourcePath } from './ui-paths.js';

describe(resourcePath, () => {
  it.each([
    ['pages', '/ui/pages/orders/list'],
    ['frames', '/ui/f/orders/list'],
    ['sandbox', '/ui/s/orders/list'],
  ] as const)('below %s', (below, expected) => {
    expect(resourcePath('ui://orders/list', below)).toBe(expected);
  });

  it('replaces the scheme alone', () => {
    expect(resourcePath('ui://orders/ui://x', 'pages')).toBe('/ui/pages/orders/ui://x');
  });
});
