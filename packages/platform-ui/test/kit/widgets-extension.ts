import type { Platform } from '@symphony-ts/platform';
import { bridgedHtml, helpPage, mcpApp, muiPage, plainHtml } from './sample-pages.js';
import { WireExtension } from './wire-extension.js';

const openapi = JSON.stringify({
  openapi: '3.1.0',
  info: { title: 'widgets', version: '1.0.0' },
  paths: {
    '/pages/table': { get: { operationId: 'table', responses: { 200: { description: 'ok' } } } },
    '/pages/greet': { post: { operationId: 'greet', responses: { 200: { description: 'ok' } } } },
  },
});

const html = (body: string): object => ({ status: 200, headers: { 'content-type': 'text/html' }, body });
const resource = (name: string, mimeType: string, text: string) => ({
  uri: `ui://widgets/${name}`,
  mimeType,
  text,
  name,
});
const endpoint = (name: string, kind: string) => ({ name, kind, subject: `cirata.extensions.widgets.${name}` });

/** An extension with a page and a widget of every type. */
export const startWidgets = (platform: Platform): Promise<WireExtension> =>
  WireExtension.start(platform, {
    prefix: 'widgets',
    name: 'Widgets',
    features: {
      resources: [
        resource('mui', 'text/symphony-jsx', muiPage),
        resource('format', 'text/symphony-module', 'export const megabytes = (n: number): string => `${n} MB`;'),
        resource('table', 'text/html+htmx', JSON.stringify({ page: 'pages/table' })),
        resource('frame', 'text/html+symphony', bridgedHtml),
        resource('plain', 'text/html', plainHtml),
        resource('app', 'text/html;profile=mcp-app', mcpApp),
        resource('note', 'text/markdown', 'Started under **{{shortname}}**.\n'),
        resource('help', 'text/markdown', helpPage),
      ] as never,
      routes: {
        '/widgets': {
          uri: 'ui://widgets/mui',
          routes: { '/frame': { uri: 'ui://widgets/frame' }, '/table': { uri: 'ui://widgets/table' } },
        },
        '/help/extensions/Widgets': { uri: 'ui://widgets/help' },
      },
      menus: [{ group: 'main', item: 'Widgets', route: '/widgets', icon: 'fa-puzzle-piece' }],
      widgets: ['mui', 'table', 'frame', 'plain', 'app', 'note'].map((name) => ({
        uri: `ui://widgets/${name}`,
        title: `Widget ${name}`,
      })),
    },
    buckets: [{ name: 'widgets_notes', description: 'Notes' }],
    services: [
      {
        name: 'widgets',
        version: '1.0.0',
        metadata: { openapi },
        endpoints: [endpoint('read', 'endpoint'), endpoint('table', 'rest'), endpoint('greet', 'rest')],
      },
    ],
    handlers: {
      read: () => ({ megabytes: 42 }),
      table: () =>
        html(
          '<p>From the table</p><form hx-post="/pages/greet" hx-target="#said"><label>Name <input name="name"></label><button>Greet</button></form><p id="said"></p>',
        ),
      greet: (message) => html(`Hello ${JSON.stringify(message.json())}`),
    },
  });
