import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Logger, Manifest } from '@symphony-ts/contract';
import type { ExtensionUnderTest } from '@symphony-ts/testing';
import { TestPlatform } from '@symphony-ts/testing';
import { createApplication, Extension, Help, Menu, MimeType, Resource, Route, Widget } from '../../src/index.js';
import { type Stage, stages } from '../stages.js';

const fixture = (file: string): URL => pathToFileURL(join(__dirname, '..', 'fixtures', file));
const csp = { csp: { connectDomains: ['https://example.com'] } };

@Extension({ prefix: 'show', name: 'Show', version: '1.0.0' })
@Resource('ui://show/home', { type: MimeType.SymphonyJsx, file: fixture('home.tsx') })
@Resource('ui://show/common', { type: MimeType.SymphonyModule, text: 'export const shared = 1' })
@Resource('ui://show/board', { type: MimeType.SymphonyHtml, text: '<p>board</p>' })
@Resource('ui://show/plain', { type: MimeType.Html, text: '<p>plain</p>' })
@Resource('ui://show/notes', { type: MimeType.Markdown, text: '# Notes' })
@Resource('ui://show/table', { type: MimeType.Htmx, page: 'pages/table' })
@Resource('ui://show/app', {
  type: MimeType.McpApp,
  text: '<p>app</p>',
  name: 'My App',
  description: 'Interactive',
  meta: csp,
})
@Route('/show', 'ui://show/home', {
  children: { '/notes': { uri: 'ui://show/notes', children: { '/deep': { uri: 'ui://show/plain' } } } },
})
@Route('/show/board', 'ui://show/board')
@Menu('main', 'Show', '/show', 'fa-eye')
@Menu('tools', 'Elsewhere', '/show/board', 'fa-link', { link: 'https://example.com' })
@Widget('ui://show/board', 'Board')
@Widget('ui://show/plain', 'Plain', 'Real-time')
@Help({ file: fixture('help.md') })
class Show {
  #starts = 0;

  @Resource('ui://show/computed', { type: MimeType.Markdown })
  computed(): string {
    this.#starts += 1;
    return `# Computed ${this.#starts} time`;
  }
}

@Extension({ prefix: 'mute', name: 'Mute', version: '1.0.0' })
@Help({ file: 'no/such/help.md' })
class Mute {}

describe.each(stages)('the user interface %s', (_name, open) => {
  let stage: Stage;
  let show: ExtensionUnderTest<Show>;
  const resource = (uri: string) => show.manifest.features.resources.find((listed) => listed.uri === uri);

  beforeAll(async () => {
    stage = await open();
    show = await stage.create(Show);
  });
  afterAll(() => stage.stop());

  it.each([
    ['ui.mime.jsx', 'ui://show/home', 'text/symphony-jsx'],
    ['ui.mime.module', 'ui://show/common', 'text/symphony-module'],
    ['ui.mime.symphony-html', 'ui://show/board', 'text/html+symphony'],
    ['ui.mime.htmx', 'ui://show/table', 'text/html+htmx'],
    ['ui.mime.html', 'ui://show/plain', 'text/html'],
    ['ui.mime.mcp-app', 'ui://show/app', 'text/html;profile=mcp-app'],
    ['ui.mime.markdown', 'ui://show/notes', 'text/markdown'],
  ])('[%s] is registered as %s of type %s', (_id, uri, mimeType) => {
    expect(resource(uri)).toMatchObject({ uri, mimeType, text: expect.any(String) });
  });

  it('[ui.content.text] takes content written in place', () => {
    expect(resource('ui://show/board')?.text).toBe('<p>board</p>');
  });

  it('[ui.content.file] takes content from a file', () => {
    expect(resource('ui://show/home')?.text).toContain('<h1>Home</h1>');
  });

  it('[ui.content.computed] takes what a method computes, once at the start', () => {
    expect(resource('ui://show/computed')?.text).toBe('# Computed 1 time');
  });

  it('[ui.htmx.config] gives an HTMX page a configuration instead of content', () => {
    expect(JSON.parse(resource('ui://show/table')?.text ?? '')).toEqual({ page: 'pages/table' });
  });

  it('[ui.resource.name] [ui.resource.description] [ui.resource.meta] passes on what is said about a resource', () => {
    expect(resource('ui://show/app')).toMatchObject({ name: 'My App', description: 'Interactive', _meta: csp });
  });

  it('[ui.route] [ui.route.nested] [ui.route.deep] shows resources at routes, and routes below them', () => {
    expect(show.manifest.features.routes).toMatchObject({
      '/show': {
        uri: 'ui://show/home',
        routes: { '/notes': { uri: 'ui://show/notes', routes: { '/deep': { uri: 'ui://show/plain' } } } },
      },
      '/show/board': { uri: 'ui://show/board' },
    });
  });

  it('[ui.menu] [ui.menu.group] [ui.menu.item] [ui.menu.route] [ui.menu.icon] [ui.menu.link] has menus in the order of the source', () => {
    expect(show.manifest.features.menus).toEqual([
      { group: 'main', item: 'Show', route: '/show', icon: 'fa-eye' },
      { group: 'tools', item: 'Elsewhere', route: '/show/board', icon: 'fa-link', link: 'https://example.com' },
    ]);
  });

  it('[ui.widget] [ui.widget.notes] offers widgets', () => {
    expect(show.manifest.features.widgets).toEqual([
      { uri: 'ui://show/board', title: 'Board' },
      { uri: 'ui://show/plain', title: 'Plain', notes: 'Real-time' },
    ]);
  });

  it('[ui.help] has a help page under its name', () => {
    expect(resource('ui://show/help')).toMatchObject({ mimeType: 'text/markdown', text: '# Help\n' });
    expect(show.manifest.features.routes['/help/extensions/Show']).toEqual({ uri: 'ui://show/help' });
  });

  it('[ui.help.absent] leaves the help page out where its file is absent', async () => {
    const mute = await stage.create(Mute);
    expect(mute.manifest.features).toMatchObject({ resources: [], routes: {} });
  });

  it('[ui.update-resource] replaces content while running, and adds resources', async () => {
    await show.context.updateResource('ui://show/board', { text: '<p>changed</p>' });
    expect(resource('ui://show/board')).toMatchObject({ mimeType: 'text/html+symphony', text: '<p>changed</p>' });
    await show.context.updateResource('ui://show/late', { type: MimeType.Markdown, text: '# Late', meta: csp });
    expect(resource('ui://show/late')).toMatchObject({ text: '# Late', _meta: csp });
    await expect(show.context.updateResource('ui://show/untyped', { text: 'x' })).rejects.toMatchObject({
      code: 'INVALID_CONFIGURATION',
    });
  });

  it.each<[string, unknown, string]>([
    ['text in place of an object', '<p>text</p>', 'its content is string, not an object'],
    ['nothing', undefined, 'its content is undefined, not an object'],
    ['no text', { type: MimeType.Html }, 'its text is undefined, not a string'],
    ['too much', { text: 'x'.repeat(768 * 1_024 + 1) }, 'its text has 786433 characters, more than 786432'],
  ])('[ui.update-resource] refuses %s', async (_what, content, reason) => {
    const before = show.manifest.features.resources;
    await expect(show.context.updateResource('ui://show/board', content as never)).rejects.toMatchObject({
      code: 'INVALID_CONFIGURATION',
      message: expect.stringContaining(reason),
    });
    expect(show.manifest.features.resources).toEqual(before);
  });

  it('[ui.update-info] keeps what a change leaves out, and refuses a change to nothing', async () => {
    const { features, name } = show.manifest;
    await show.context.updateExtensionInfo((() => ({ description: 'Only this' })) as never);
    expect(show.manifest).toMatchObject({ name, description: 'Only this', features: { menus: features.menus } });
    await expect(show.context.updateExtensionInfo((() => undefined) as never)).rejects.toMatchObject({
      code: 'INVALID_CONFIGURATION',
      message: expect.stringContaining('the change returns undefined, not an object'),
    });
  });

  it('[ui.update-info] adds routes, menus and widgets while running', async () => {
    await show.context.updateExtensionInfo((info) => ({
      ...info,
      description: 'Shows more',
      routes: { ...info.routes, '/show/late': { uri: 'ui://show/notes' } },
      menus: [...info.menus, { group: 'main', item: 'Late', route: '/show/late', icon: 'fa-clock' }],
      widgets: info.widgets.slice(0, 1),
    }));
    const { description, features } = show.manifest;
    expect(description).toBe('Shows more');
    expect(features.routes['/show/late']).toEqual({ uri: 'ui://show/notes' });
    expect(features.menus.at(-1)).toMatchObject({ item: 'Late' });
    expect(features.widgets).toHaveLength(1);
  });

  it.each([
    ['a route', { routes: { '/show': { uri: 'ui://show/none' } } }, "route '/show'"],
    [
      'a child of a route',
      { routes: { '/show': { uri: 'ui://show/board', routes: { '/more': { uri: 'ui://show/none' } } } } },
      "route '/show/more'",
    ],
    ['a widget', { widgets: [{ uri: 'ui://show/none', title: 'None' }] }, "widget 'None'"],
  ])('[ui.update-info] refuses %s that shows nothing, and stays as it was', async (_what, change, setting) => {
    const before = show.manifest;
    await expect(show.context.updateExtensionInfo((info) => ({ ...info, ...change }))).rejects.toMatchObject({
      code: 'INVALID_CONFIGURATION',
      message: expect.stringContaining(`${setting}: there is no resource ui://show/none; `),
    });
    expect(show.manifest).toEqual(before);
  });
});

describe('the user interface over HTTP', () => {
  let platform: TestPlatform;
  beforeAll(async () => {
    platform = await TestPlatform.start();
  });
  afterAll(() => platform.stop());

  type Features = Manifest['features'] & { readonly prefix: string };
  const served = async (): Promise<Features | undefined> => {
    const { token } = await platform.gateway('show');
    const response = await fetch(`${platform.platform.httpUrl}/api/v1/extensions/features`, {
      headers: { authorization: `Bearer ${token}` },
    });
    return ((await response.json()) as Features[]).find(({ prefix }) => prefix === 'show');
  };

  it('[ui.features] [ui.update-resource] [ui.update-info] is served as it is registered, and a change is seen at once', async () => {
    const show = await platform.create(Show);
    const { prefix, name, version, features } = show.manifest;
    expect(await served()).toEqual({ prefix, name, version, ...features });
    await show.context.updateResource('ui://show/board', { text: '<p>now</p>' });
    expect((await served())?.resources).toContainEqual(expect.objectContaining({ text: '<p>now</p>' }));
    const menu = { group: 'main', item: 'Late', route: '/show/late', icon: 'fa-clock' };
    const widget = { uri: 'ui://show/notes', title: 'Notes' };
    await show.context.updateExtensionInfo((info) => ({
      ...info,
      routes: { ...info.routes, '/show/late': { uri: 'ui://show/notes' } },
      menus: [menu],
      widgets: [widget],
    }));
    expect(await served()).toMatchObject({
      routes: { ...features.routes, '/show/late': { uri: 'ui://show/notes' } },
      menus: [menu],
      widgets: [widget],
    });
  });

  it('[ui.namespace] is refused outside the namespace of the extension, and stays as it was', async () => {
    const show = await platform.create(Show);
    const before = show.manifest;
    await expect(
      show.context.updateResource('ui://other/page', { type: MimeType.Html, text: 'x' }),
    ).rejects.toMatchObject({
      code: 'REGISTRATION_REFUSED',
      text: expect.stringMatching(/^the platform refused to register 'show': resource ui:\/\/other\/page: /),
    });
    expect(show.manifest).toEqual(before);
  });

  it('[ui.help.absent] tells of an absent help page in the log', async () => {
    const lines: string[] = [];
    const write = (text: string): void => void lines.push(text);
    const logger: Logger = { debug: write, info: write, warn: write, error: write, child: () => logger };
    const { token } = await platform.platform.keys.create({ kind: 'extension', prefix: 'mute', name: 'Mute' });
    const options = { token, address: platform.platform.httpUrl, logger, signals: false };
    const application = await createApplication(Mute, options);
    await application.start();
    await application.stop();
    expect(lines).toContainEqual(expect.stringMatching(/ui:\/\/mute\/help is left out: .*no\/such\/help\.md/));
  });
});
