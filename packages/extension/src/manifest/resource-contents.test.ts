import 'reflect-metadata';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Logger, mimeTypes, silentLogger } from '@symphony-ts/contract';
import { Extension } from '../decorators/extension.js';
import { Help, Resource } from '../decorators/resource.js';
import type { ExtensionModel, ResourceModel } from '../model/extension-model.js';
import { readExtension } from '../scan/read-extension.js';
import { buildManifest } from './build-manifest.js';
import { readResources } from './resource-contents.js';

const identity = { prefix: 'a', name: 'A', version: '1.0.0' };
const quiet = { logger: silentLogger };

@Extension(identity)
class Empty {}
const empty = readExtension(Empty);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'symphony-resources-'));
  await mkdir(path.join(folder, 'dist/deep'), { recursive: true });
  await mkdir(path.join(folder, 'pages'));
  await writeFile(path.join(folder, 'package.json'), '{}');
  await writeFile(path.join(folder, 'pages/home.tsx'), 'home');
  await writeFile(path.join(folder, 'openapi.yaml'), 'openapi: 3.1.0\n');
});
afterAll(() => rm(folder, { recursive: true }));

const inModule = (name: string): string => path.join(folder, name);
const withFile = (content: Omit<Extract<ResourceModel['content'], { kind: 'file' }>, 'kind'>): ExtensionModel => ({
  ...empty,
  resources: [{ uri: 'ui://a/home', mimeType: mimeTypes.SymphonyJsx, content: { kind: 'file', ...content } }],
});
const textOf = async (model: ExtensionModel): Promise<string | undefined> =>
  (await readResources(model, quiet)).resources.get('ui://a/home');

describe('readResources', () => {
  it.each(['src.ts', 'dist/deep/module.js'])(
    '[ui.content.file] finds a relative file from the package that holds %s',
    async (module) => {
      const model = withFile({ file: './pages/home.tsx', from: inModule(module), optional: false });
      expect(await textOf(model)).toBe('home');
    },
  );

  it('finds a file by its URL, from anywhere', async () => {
    const file = pathToFileURL(inModule('pages/home.tsx'));
    expect(await textOf(withFile({ file, optional: false }))).toBe('home');
    expect(await textOf(withFile({ file: file.href, optional: false }))).toBe('home');
  });

  it('starts at the package of the class where the decorator does not say more', async () => {
    @Extension(identity)
    @Resource('ui://a/home', { type: mimeTypes.Markdown, file: 'package.json' })
    class A {}
    expect(await textOf(readExtension(A))).toContain('"@symphony-ts/extension"');
  });

  it('says which file cannot be read', async () => {
    const model = withFile({ file: 'pages/none.tsx', from: inModule('src.ts'), optional: false });
    await expect(readResources(model, quiet)).rejects.toMatchObject({
      code: 'INVALID_CONFIGURATION',
      message: expect.stringContaining(`ui://a/home: ${inModule('pages/none.tsx')} cannot be read`),
    });
  });

  it('leaves an absent help page out, with a log line', async () => {
    @Extension(identity)
    @Help({ file: 'no/help.md' })
    class A {}
    const model = readExtension(A);
    const lines: string[] = [];
    const logger: Logger = { ...silentLogger, info: (line) => lines.push(line) };
    const contents = await readResources(model, { logger });
    expect(lines).toEqual([expect.stringMatching(/^ui:\/\/a\/help is left out: .*no\/help\.md does not exist$/)]);
    expect(buildManifest(model, contents).features).toMatchObject({ resources: [], routes: {} });
  });

  it('refuses a help page that is there and cannot be read', async () => {
    const model = withFile({ file: 'pages', from: inModule('src.ts'), optional: true });
    await expect(readResources(model, quiet)).rejects.toMatchObject({ code: 'INVALID_CONFIGURATION' });
  });

  it('computes what a method computes, once it can be called', async () => {
    @Extension(identity)
    class A {
      @Resource('ui://a/home', { type: mimeTypes.Markdown })
      page(): string {
        return '# Hello';
      }
    }
    const model = readExtension(A);
    const call = (result: () => unknown) => readResources(model, { logger: silentLogger, resolve: () => result });
    expect((await readResources(model, quiet)).resources.get('ui://a/home')).toBe('');
    expect((await call(() => new A().page())).resources.get('ui://a/home')).toBe('# Hello');
    await expect(call(() => 1)).rejects.toMatchObject({ code: 'STARTUP_FAILED' });
    await expect(call(() => Promise.reject(new Error('no')))).rejects.toMatchObject({
      code: 'STARTUP_FAILED',
      cause: { message: 'no' },
    });
  });

  it.each<[string, ExtensionModel['openapi'], string]>([
    ['JSON', '{"openapi":"3.1.0"}', '{"openapi":"3.1.0"}'],
    ['YAML', 'openapi: 3.1.0\npaths: {}', 'openapi: 3.1.0\npaths: {}'],
    ['YAML with quotes', "# Mine\n'openapi' : '3.0.3'\n", "# Mine\n'openapi' : '3.0.3'\n"],
    ['the name of a file', 'openapi.yaml', 'openapi: 3.1.0\n'],
  ])('takes a hand-written OpenAPI document as %s', async (_form, openapi, text) => {
    const model: ExtensionModel = { ...empty, openapi: openapi ?? '', declaredIn: inModule('dist/a.js') };
    const contents = await readResources(model, quiet);
    expect(contents.openapi).toBe(text);
    expect(buildManifest(model, contents).services).toMatchObject([{ metadata: { openapi: text }, endpoints: [] }]);
  });

  it.each([
    ['JSON that is none', '{"openapi": ', 'it cannot be read: '],
    ['JSON without a version', '{"hello": 1}', "'openapi' is absent, not 3.x"],
    ['an older version', '{"openapi": "2.0"}', '\'openapi\' is "2.0", not 3.x'],
    ['YAML without a version', 'swagger: "2.0"\npaths: {}', "'openapi' is absent, not 3.x"],
  ])('refuses an OpenAPI document that nothing could be routed by: %s', async (_what, openapi, reason) => {
    await expect(readResources({ ...empty, openapi }, quiet)).rejects.toMatchObject({
      code: 'INVALID_CONFIGURATION',
      message: expect.stringContaining(`the OpenAPI document: ${reason}`),
    });
  });

  it('says which OpenAPI document cannot be read', async () => {
    const model: ExtensionModel = { ...empty, openapi: pathToFileURL(inModule('none.json')) };
    await expect(readResources(model, quiet)).rejects.toMatchObject({
      code: 'INVALID_CONFIGURATION',
      params: { setting: 'the OpenAPI document' },
    });
  });
});
