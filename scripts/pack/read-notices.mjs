// @ts-check
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/**
 * The licences of the libraries in a bundle, as a text beside it; empty if the bundle contains none.
 *
 * @param {string} source base folder of the paths in `inputs`
 * @param {readonly string[]} inputs paths of the modules in the bundle
 */
export async function readNotices(source, inputs) {
  const folders = inputs.flatMap((input) => /^(.*\/)?node_modules\/(@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? []);
  const notices = await Promise.all([...new Set(folders)].map((folder) => readNotice(resolve(source, folder))));
  return notices.toSorted().join(`\n${'-'.repeat(80)}\n\n`);
}

/** @param {string} folder of an installed package */
async function readNotice(folder) {
  const { name, version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e(\.|$)/i.test(entry));
  const text = file ? await readFile(join(folder, file), 'utf8') : 'The package brings no text of its licence.\n';
  return `${name} ${version} (${license})\n\n${text}`;
}
