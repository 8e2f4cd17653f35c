import { join } from 'node:path';
import { build } from 'esbuild';
import { packages, root } from './project/workspace.js';

/** Resolves each package to its source, as jest does. */
const alias = Object.fromEntries(
  packages.flatMap(({ manifest: { name }, path }) => [
    [`${name}/internal`, join(root, path, 'src/internal.ts')],
    [name, join(root, path, 'src/index.ts')],
  ]),
);

it.each(['@symphony-ts/extension', '@symphony-ts/client'])(
  '%s can be bundled into one file, without options for what it loads late',
  async (name) => {
    const { errors, warnings, outputFiles } = await build({
      stdin: { contents: `export * from '${name}'`, resolveDir: root },
      alias,
      bundle: true,
      minify: true,
      platform: 'node',
      format: 'esm',
      write: false,
      logLevel: 'silent',
    });
    expect([errors, warnings]).toEqual([[], []]);
    expect(outputFiles).toHaveLength(1);
  },
);
