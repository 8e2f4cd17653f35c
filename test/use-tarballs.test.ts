import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { useTarballs } from '../scripts/outside/use-tarballs.mjs';

const OVERRIDES = { cookie: '^1.1.1' };

describe('useTarballs', () => {
  let folder: string;
  let tarballs: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'use-tarballs-'));
    tarballs = join(folder, 'tarballs');
    await write('tarballs/symphony-ts-extension-0.1.0.tgz', '');
    await write('tarballs/symphony-ts-client-0.1.0.tgz', '');
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  const write = async (name: string, content: object | string): Promise<void> => {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  };
  const read = async (name: string): Promise<object> => JSON.parse(await readFile(join(folder, name), 'utf8'));
  const packed = (name: string): string => `file:${join(tarballs, `symphony-ts-${name}-0.1.0.tgz`)}`;
  const member = {
    dependencies: { '@symphony-ts/extension': '0.1.0', zod: '^4' },
    overrides: OVERRIDES,
    resolutions: OVERRIDES,
  };

  it('writes the overrides of a project that stands alone into its own package.json', async () => {
    await write('orders/package.json', member);
    expect(await useTarballs(join(folder, 'orders'), tarballs)).toBe(join(folder, 'orders'));
    expect(await read('orders/package.json')).toEqual({
      dependencies: { '@symphony-ts/extension': packed('extension'), zod: '^4' },
      overrides: {
        ...OVERRIDES,
        '@symphony-ts/extension': '$@symphony-ts/extension',
        '@symphony-ts/client': packed('client'),
      },
      resolutions: {
        ...OVERRIDES,
        '@symphony-ts/extension': packed('extension'),
        '@symphony-ts/client': packed('client'),
      },
    });
  });

  it.each([
    ['npm and yarn', { 'package.json': { name: 'mono', workspaces: ['packages/*'] } }],
    ['pnpm', { 'package.json': { name: 'mono' }, 'pnpm-workspace.yaml': 'packages: [packages/*]' }],
  ])(
    'moves those of a member to the root of a workspace of %s, the only place where they are read',
    async (_manager, files) => {
      for (const [name, content] of Object.entries(files)) await write(`mono/${name}`, content);
      await write('mono/packages/orders/package.json', member);
      const root = join(folder, 'mono');
      expect(await useTarballs(join(root, 'packages/orders'), tarballs)).toBe(root);
      expect(await read('mono/packages/orders/package.json')).toEqual({
        dependencies: { '@symphony-ts/extension': packed('extension'), zod: '^4' },
      });
      const all = {
        ...OVERRIDES,
        '@symphony-ts/extension': packed('extension'),
        '@symphony-ts/client': packed('client'),
      };
      expect(await read('mono/package.json')).toEqual({ ...files['package.json'], overrides: all, resolutions: all });
    },
  );

  it('refers to what the root of a workspace depends on itself, as npm demands', async () => {
    await write('mono/package.json', { workspaces: ['*'], devDependencies: { '@symphony-ts/client': '0.1.0' } });
    await write('mono/orders/package.json', member);
    await useTarballs(join(folder, 'mono/orders'), tarballs);
    expect(await read('mono/package.json')).toMatchObject({
      devDependencies: { '@symphony-ts/client': packed('client') },
      overrides: { '@symphony-ts/client': '$@symphony-ts/client', '@symphony-ts/extension': packed('extension') },
    });
  });
});
