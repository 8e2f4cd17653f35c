import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { listFiles } from '../../../../test/project/workspace.js';
import { apiOperations } from './api-operations.js';

const root = resolve(__dirname, '../../../..');
const pages = [
  'README.md',
  'CHANGELOG.md',
  'packages/platform/README.md',
  ...listFiles('docs', (file) => file.endsWith('.md')),
];
/** Finds a route in a sentence or a table, or the address of a `curl` request: with the method after `-X`, otherwise GET. */
const ROUTE = /\b(?:curl\b[^\n`|]*? -X )?(GET|POST|PUT|DELETE|curl)\b[^\n`|]*?(\/api\/v1\/[\w./<>:{}-]*\w>?\}?)/g;
const routes = pages.flatMap((page) =>
  [...readFileSync(join(root, page), 'utf8').matchAll(ROUTE)].map(
    ([, method = '', path = '']) => [page, `${method === 'curl' ? 'GET' : method} ${path}`] as const,
  ),
);
const known = apiOperations.map(({ route }) => new RegExp(`^${route.replaceAll(/\{\w+\}/g, '[^/]+')}$`));

describe('the routes in the docs', () => {
  it('are found', () => {
    expect(routes.length).toBeGreaterThan(50);
  });

  it('exist', () => {
    const unknown = routes.filter(([, route]) => !known.some((pattern) => pattern.test(route)));
    // Paths of an extension are not the platform's.
    expect(unknown.filter(([, route]) => !/ \/api\/v1\/extensions\/[^/]+\/./.test(route))).toEqual([]);
  });
});
