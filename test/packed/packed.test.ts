import { join } from 'node:path';
import { startNatsServer } from '@symphony-ts/nats-server';
import { packages } from '../project/workspace.js';
import { ConsumerProject, runNode } from './consumer-project.js';
import { LeanProject } from './lean-project.js';

/** `page` contains only types. */
const names = packages.map(({ manifest }) => manifest.name).filter((name) => name !== '@symphony-ts/page');

describe('the packed packages', () => {
  let project: ConsumerProject;

  beforeAll(async () => {
    project = await ConsumerProject.create();
  }, 300_000);

  // Undefined if it could not be created.
  afterAll(() => project?.[Symbol.asyncDispose]());

  it.each(packages)('hold what packages/$folder says, and no tests', ({ manifest }) => {
    const files = project.tarballs.find(({ name }) => name === manifest.name)?.files ?? [];
    expect(files).toEqual(
      expect.arrayContaining(['README.md', 'LICENSE', 'package.json', 'dist/index.js', 'dist/index.d.ts']),
    );
    // Templates contain the tests of the projects that are created from them.
    const own = files.filter((path) => !path.startsWith('templates/'));
    expect(own.filter((path) => /\.(test|test-types|bench)\.|tsbuildinfo|(^|\/)test\//.test(path))).toEqual([]);
  });

  it.each(packages.filter(({ manifest }) => !manifest.bin))(
    'bring packages/$folder as one file for each entry',
    ({ manifest }) => {
      const files = project.tarballs.find(({ name }) => name === manifest.name)?.files ?? [];
      const code = files.filter((path) => /^dist\/[^/]*\.js$/.test(path));
      expect(code.filter((path) => !/^dist\/(index|internal|shared-\w+)\.js$/.test(path))).toEqual([]);
    },
  );

  it('load as ES modules', async () => {
    const script = `for (const name of ${JSON.stringify(names)}) console.log(Object.keys(await import(name)).length > 0);`;
    const printed = await runNode(project.folder, '--input-type=module', '--eval', script);
    expect(printed.trim().split('\n')).toEqual(names.map(() => 'true'));
  });

  it('load by require()', async () => {
    const script = `for (const name of ${JSON.stringify(names)}) console.log(Object.keys(require(name)).length > 0);`;
    const printed = await runNode(project.folder, '--input-type=commonjs', '--eval', script);
    expect(printed.trim().split('\n')).toEqual(names.map(() => 'true'));
  });

  // esbuild renames a class that refers to itself, and printed errors would show that name.
  it('leave each class its name', async () => {
    const script = `for (const name of ${JSON.stringify(names)})
      for (const [key, value] of Object.entries(await import(name)))
        if (typeof value === 'function' && /^class\\b/.test(Function.prototype.toString.call(value)) && value.name !== key) console.log(name, key, value.name);`;
    expect(await runNode(project.folder, '--input-type=module', '--eval', script)).toBe('');
  });

  it('[start.install] are installed from their archives, type-check in a strict project, and run there', async () => {
    await project.compile();
    expect(JSON.parse(await runNode(project.folder, 'consumer.js'))).toEqual({ revision: 1 });
  });

  it.each(['symphony-boot', 'jsm'])('bring the command %s', async (command) => {
    expect(await runNode(project.folder, join('node_modules/.bin', command), '--help')).toContain(`Usage: ${command}`);
  });

  it('bring the licences of the libraries that became part of them', () => {
    const bundles = project.tarballs.filter(({ files }) => files.includes('dist/THIRD-PARTY-NOTICES.txt'));
    expect(bundles.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['client', 'contract', 'extension', 'storage'].map((name) => `@symphony-ts/${name}`)),
    );
  });

  // The size of an extension in a container, and the work at each start. Raise a number only with a reason.
  describe('an extension with zod', () => {
    let lean: LeanProject;

    beforeAll(async () => {
      lean = await LeanProject.create(project.tarballs);
    }, 300_000);

    afterAll(() => lean?.[Symbol.asyncDispose]());

    it('is 30 packages at most', async () => {
      expect((await lean.packages()).length).toBeLessThanOrEqual(30);
    });

    it('is 18 MB at most', async () => {
      expect(await lean.installedBytes()).toBeLessThanOrEqual(18_000_000);
    });

    it('loads 100 files at most to boot, and none of a library that waits until it is needed', async () => {
      const nats = await startNatsServer();
      try {
        const files = await lean.filesAtBoot(nats.url);
        expect(files.filter((file) => /node_modules\/(undici|yaml|zod|@napi-rs)\//.test(file))).toEqual([]);
        expect(files.length).toBeLessThanOrEqual(100);
      } finally {
        await nats.stop();
      }
    });
  });
});
