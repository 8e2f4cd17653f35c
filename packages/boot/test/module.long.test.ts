import { readFile, writeFile } from 'node:fs/promises';
import { runCli } from './cli.js';
import { greeter, Project } from './project.js';

const files = {
  'good.ts': greeter('Hello'),
  'syntax.ts': `import { Extension } from '@symphony-ts/extension';\n@Extension({ prefix: 'x'\nexport class X {}\n`,
  'syntax.js': `const fine = 1;\nconst wrong = {;\n`,
  'imports-syntax.ts': `export * from './syntax.js';\n`,
  'imports-nothing.ts': `export * from './missing.js';\n`,
  'throws.ts': `const parse = (): unknown => JSON.parse('{');\nparse();\n`,
  'empty.ts': `export const answer = 42;\n`,
  'page.md': '# Not code\n',
  'hidden.ts': greeter('Hello').replace('export class', 'class'),
  'invalid.ts': `
import { Endpoint, Extension, Route } from '@symphony-ts/extension';
@Extension({ prefix: 'Wrong Prefix', name: '', version: '1.0.0' })
@Route('/a', 'ui://nowhere')
export class Broken {
  @Endpoint('same') one() { return 1; }
  @Endpoint('same') two() { return 2; }
}
`,
  'rest.ts': `
import { Extension, Rest } from '@symphony-ts/extension';
@Extension({ prefix: 'rest', name: 'Rest', version: '1.0.0' })
export class RestOnly {
  @Rest('GET', '/items') items() { return []; }
}
`,
};

describe('commands that read a module', () => {
  let project: Project;
  beforeAll(async () => {
    project = await Project.create(files);
  });
  afterAll(() => project[Symbol.asyncDispose]());
  const run = (...args: string[]) => runCli(args, { cwd: project.folder });

  it.each([
    ['missing.ts', 'missing.ts: there is no such file'],
    ['.', 'it is not a file'],
    ['page.md', 'it is neither TypeScript nor JavaScript'],
    ['syntax.ts', "syntax.ts:3: Expected ',', got 'export'"],
    ['syntax.js', 'syntax.js:2: Unexpected token'],
    ['imports-nothing.ts', 'missing.js'],
    ['empty.ts', 'it exports no @AppModule or @Extension class'],
    ['hidden.ts', 'decorated but not exported: Greeter'],
  ])('refuse %s with 2 and one problem, without a stack', async (file, words) => {
    const { code, stdout, stderr } = await run('manifest', file);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('[INVALID_MODULE] 1 problem:');
    expect(stderr).toContain(words);
    expect(stderr).not.toMatch(/^\s+at |backtrace/m);
  });

  it('name the imported file that has the mistake, and show its lines', async () => {
    await project.write('nested/inner.ts', 'export const a = {;\n');
    await project.write('outer.ts', "export * from './nested/inner.js';\n");
    const { code, stderr } = await run('openapi', 'outer.ts');
    expect(code).toBe(2);
    expect(stderr).toMatch(/ {2}- nested.inner\.ts:1: /);
    expect(stderr).toContain('export const a = {;');
  });

  it("show where a module throws, in the author's file alone", async () => {
    const { code, stderr } = await run('run', 'throws.ts');
    expect(code).toBe(2);
    expect(stderr).toContain('it cannot be loaded');
    const frames = stderr.split('\n').filter((line) => /^\s+at /.test(line));
    expect(frames.length).toBeGreaterThan(0);
    for (const frame of frames) expect(frame).toMatch(/throws\.ts:[12]:/);
  });

  it.each(['manifest', 'openapi', 'run'])(
    '%s lists every problem of an invalid module and says nothing else',
    async (command) => {
      const { code, stdout, stderr } = await run(command, 'invalid.ts');
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      const [head, ...lines] = stderr.trimEnd().split('\n');
      const count = Number(/^\[INVALID_MODULE\] (\d+) problems:$/.exec(head ?? '')?.[1]);
      expect(count).toBeGreaterThanOrEqual(3);
      expect(lines).toHaveLength(count);
      for (const line of lines) expect(line).toMatch(/^ {2}- Broken/);
    },
  );

  it('manifest prints JSON alone, and --check tells whether a file still is that', async () => {
    const { code, stdout, stderr } = await run('manifest', 'good.ts');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ prefix: 'greeter', name: 'Greeter' });

    await project.write('manifest.json', stdout);
    expect(await run('manifest', 'good.ts', '--check', 'manifest.json')).toMatchObject({
      code: 0,
      stdout: '',
      stderr: '',
    });
    await writeFile(project.path('manifest.json'), stdout.replace('"Greeter"', '"Someone"').replaceAll('\n', '\r\n'));
    const changed = await run('manifest', 'good.ts', '--check', 'manifest.json');
    expect(changed.code).toBe(1);
    expect(changed.stdout).toBe('-   "name": "Someone",\n+   "name": "Greeter",\n');
    expect(changed.stderr).toContain('manifest.json is not the manifest of good.ts any more');
  });

  it('manifest --check says how to make a file that is not there', async () => {
    const { code, stderr } = await run('manifest', 'good.ts', '--check', 'nowhere.json');
    expect(code).toBe(2);
    expect(stderr).toContain('symphony-boot manifest good.ts > nowhere.json');
  });

  it('openapi prints the document', async () => {
    const { code, stdout, stderr } = await run('openapi', 'rest.ts');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ openapi: expect.stringMatching(/^3\.1/), paths: { '/items': {} } });
  });

  it('openapi ends with 1 where there is no document', async () => {
    expect(await run('openapi', 'good.ts')).toMatchObject({ code: 1, stdout: '' });
  });

  it('leave the source alone', async () => {
    await run('manifest', 'good.ts');
    expect(await readFile(project.path('good.ts'), 'utf8')).toBe(files['good.ts']);
  });
});
