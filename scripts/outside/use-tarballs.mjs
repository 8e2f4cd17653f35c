// @ts-check
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const SCOPE = '@symphony-ts/';

/**
 * Points a project's dependencies on our packages, and those that they have on each other, to the tarballs in a folder:
 * `overrides` is what npm reads, `resolutions` what yarn and pnpm read.
 *
 * @param {string} project folder with a package.json
 * @param {string} tarballs folder that `npm run pack` has filled
 */
export async function useTarballs(project, tarballs) {
  const packed = await findTarballs(tarballs);
  const file = join(project, 'package.json');
  const manifest = JSON.parse(await readFile(file, 'utf8'));
  for (const field of ['dependencies', 'devDependencies']) {
    for (const name of Object.keys(manifest[field] ?? {})) {
      if (name.startsWith(SCOPE)) manifest[field][name] = packed[name] ?? manifest[field][name];
    }
  }
  const direct = { ...manifest.dependencies, ...manifest.devDependencies };
  // npm wants an override of a direct dependency spelt as a reference to it.
  const overrides = Object.keys(packed).map((name) => [name, name in direct ? `$${name}` : packed[name]]);
  manifest.overrides = { ...manifest.overrides, ...Object.fromEntries(overrides) };
  manifest.resolutions = { ...manifest.resolutions, ...packed };
  await writeFile(file, `${JSON.stringify(manifest, undefined, 2)}\n`);
}

/**
 * @param {string} folder
 * @returns {Promise<Record<string, string>>} `file:` references by name of the package
 */
async function findTarballs(folder) {
  const found = (await readdir(folder)).flatMap((name) => {
    const [, short] = /^symphony-ts-([a-z-]+)-\d.*\.tgz$/.exec(name) ?? [];
    return short === undefined ? [] : [[`${SCOPE}${short}`, `file:${join(folder, name)}`]];
  });
  if (found.length === 0) throw new Error(`${folder} holds no tarballs: run npm run pack -- --out ${folder}`);
  return Object.fromEntries(found);
}
