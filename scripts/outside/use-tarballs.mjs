// @ts-check
import { access, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const SCOPE = '@symphony-ts/';

/**
 * Points a project's dependencies on our packages, and their dependencies on each other, to the tarballs in a folder. npm
 * reads `overrides`; yarn and pnpm read `resolutions`. All three read them only in the root of a workspace. So this function
 * also moves those that `symphony-boot new` wrote into a member of the workspace.
 *
 * @param {string} project folder with a package.json
 * @param {string} tarballs folder that `npm run pack` filled
 * @returns {Promise<string>} the folder of the package.json with the overrides: the root of the workspace, or the project
 */
export async function useTarballs(project, tarballs) {
  const packed = await findTarballs(tarballs);
  const root = (await findWorkspace(project)) ?? project;
  const member = pointDependencies(await readManifest(project), packed);
  if (root === project) {
    await writeManifest(project, withOverrides(member, member, packed));
    return root;
  }
  await writeManifest(root, withOverrides(pointDependencies(await readManifest(root), packed), member, packed));
  await writeManifest(project, { ...member, overrides: undefined, resolutions: undefined });
  return root;
}

/**
 * @typedef {Record<string, any>} PackageJson its fields are of many types, and most are passed through
 */

/**
 * @param {PackageJson} manifest
 * @param {Record<string, string>} packed
 * @returns {PackageJson}
 */
function pointDependencies(manifest, packed) {
  const pointed = { ...manifest };
  for (const field of ['dependencies', 'devDependencies']) {
    if (manifest[field] === undefined) continue;
    const entries = Object.entries(manifest[field]);
    pointed[field] = Object.fromEntries(
      entries.map(([name, range]) => [name, name.startsWith(SCOPE) ? (packed[name] ?? range) : range]),
    );
  }
  return pointed;
}

/**
 * @param {PackageJson} root
 * @param {PackageJson} member
 * @param {Record<string, string>} packed
 * @returns {PackageJson}
 */
function withOverrides(root, member, packed) {
  const direct = { ...root['dependencies'], ...root['devDependencies'] };
  // For a direct dependency of the root, npm requires an override that refers to it.
  const ours = Object.keys(packed).map((name) => [name, name in direct ? `$${name}` : packed[name]]);
  return {
    ...root,
    overrides: { ...member['overrides'], ...root['overrides'], ...Object.fromEntries(ours) },
    resolutions: { ...member['resolutions'], ...root['resolutions'], ...packed },
  };
}

/**
 * @param {string} project
 * @returns {Promise<string | undefined>} the root of the project's workspace
 */
async function findWorkspace(project) {
  for (let folder = dirname(project); ; folder = dirname(folder)) {
    if (await isWorkspace(folder)) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}

/** @param {string} folder */
async function isWorkspace(folder) {
  const isThere = (/** @type {string} */ name) =>
    access(join(folder, name)).then(
      () => true,
      () => false,
    );
  if (!(await isThere('package.json'))) return false;
  return (await isThere('pnpm-workspace.yaml')) || (await readManifest(folder))['workspaces'] !== undefined;
}

/**
 * @param {string} folder
 * @returns {Promise<PackageJson>}
 */
const readManifest = async (folder) => JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));

/**
 * @param {string} folder
 * @param {PackageJson} manifest
 */
const writeManifest = (folder, manifest) =>
  writeFile(join(folder, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);

/**
 * @param {string} folder
 * @returns {Promise<Record<string, string>>} `file:` references by package name
 */
async function findTarballs(folder) {
  const found = (await readdir(folder)).flatMap((name) => {
    const [, short] = /^symphony-ts-([a-z-]+)-\d.*\.tgz$/.exec(name) ?? [];
    return short === undefined ? [] : [[`${SCOPE}${short}`, `file:${join(folder, name)}`]];
  });
  if (found.length === 0) throw new Error(`${folder} holds no tarballs: run npm run pack -- --out ${folder}`);
  return Object.fromEntries(found);
}
