import { join } from 'node:path';
import { packages } from '../project/workspace.js';
import { ConsumerProject, runNode } from './consumer-project.js';

/** `page` has types alone. */
const names = packages.map(({ manifest }) => manifest.name).filter((name) => name !== '@symphony-ts/page');

describe('the packed packages', () => {
  let project: ConsumerProject;

  beforeAll(async () => {
    project = await ConsumerProject.create();
  }, 120_000);

  // Undefined where it could not be made.
  afterAll(() => project?.[Symbol.asyncDispose]());

  it.each(packages)('hold what packages/$folder says, and no tests', ({ manifest }) => {
    const files = project.tarballs.find(({ name }) => name === manifest.name)?.files ?? [];
    expect(files).toEqual(
      expect.arrayContaining(['README.md', 'LICENSE', 'package.json', 'dist/index.js', 'dist/index.d.ts']),
    );
    // Templates hold the tests of what is made from them.
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

  it('type-check in a strict project, and run there', async () => {
    await project.compile();
    expect(JSON.parse(await runNode(project.folder, 'consumer.js'))).toEqual({ revision: 1 });
  }, 60_000);

  it.each(['symphony-boot', 'jsm'])('bring the command %s', async (command) => {
    expect(await runNode(project.folder, join('node_modules/.bin', command), '--help')).toContain(`Usage: ${command}`);
  });
});
