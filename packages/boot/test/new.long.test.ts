import { execFile } from 'node:child_process';
import { readFile, rename, symlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { packageVersion } from '../src/process/version.js';
import { runCli } from './cli.js';
import { Project } from './project.js';

const root = resolve(__dirname, '../../..');
const execute = promisify(execFile);

describe('symphony-boot new', () => {
  let project: Project;
  beforeAll(async () => {
    project = await Project.create();
  });
  afterAll(() => project[Symbol.asyncDispose]());
  const run = (...args: string[]) => runCli(args, { cwd: project.folder });
  const inside = (folder: string, ...args: string[]) =>
    execute(process.execPath, args, { cwd: project.path(folder), env: { ...process.env, NODE_OPTIONS: '' } });

  const npm = (folder: string, ...args: string[]) => execute('npm', args, { cwd: project.path(folder) });

  it('makes an extension that type-checks, passes its test, and can be built and booted', async () => {
    const made = await run('new', 'order-history');
    expect(made.code).toBe(0);
    expect(made.stdout.split('\n')).toEqual(
      expect.arrayContaining([join('order-history', '.gitignore'), join('order-history', 'src/extension.ts')]),
    );
    expect(made.stderr).toContain('npm install');
    await symlink(join(root, 'node_modules'), project.path('order-history/node_modules'));

    const tsc = 'node_modules/typescript/bin/tsc';
    await inside('order-history', tsc);
    await inside('order-history', tsc, '-p', 'tsconfig.build.json');
    const { stdout: types } = await inside(
      'order-history',
      '-p',
      'const { types } = require("./package.json").exports["."]; require("fs").readFileSync(types, "utf8")',
    );
    expect(types).toContain('export declare class OrderHistory');
    const tests = await npm('order-history', 'test');
    expect(tests.stderr).toContain('2 passed, 2 total');
    const manifest = await run('manifest', 'order-history/dist/extension.js');
    expect(JSON.parse(manifest.stdout)).toMatchObject({ prefix: 'order-history', name: 'Order History' });
  });

  it('asks for the versions that this repository is tested with', async () => {
    await run('new', 'versions', '--prefix', 'other');
    const read = async (file: string) =>
      JSON.parse(await readFile(file, 'utf8')) as Record<string, Record<string, string>>;
    const [made, tools] = await Promise.all(
      [project.path('versions/package.json'), join(root, 'package.json')].map(read),
    );
    expect(made?.['name']).toBe('other');
    const version = `^${packageVersion()}`;
    expect(made?.['dependencies']).toMatchObject({ '@symphony-ts/extension': version });
    const {
      '@symphony-ts/testing': testing,
      '@symphony-ts/boot': boot,
      ...devDependencies
    } = made?.['devDependencies'] ?? {};
    expect([testing, boot]).toEqual([version, version]);
    expect(tools?.['devDependencies']).toMatchObject(devDependencies);
  });

  it('takes an empty folder, and touches nothing in one that is not', async () => {
    await project.write('taken/keep.txt', 'mine');
    const refused = await run('new', 'taken');
    expect(refused).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('not an empty folder') });
    await rename(project.path('taken/keep.txt'), project.path('keep.txt'));
    expect(await run('new', 'taken')).toMatchObject({ code: 0 });
  });
});
