// @ts-check
// The exports of each package, one name per line, so that a review shows each change of the public API.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from '@swc/core';
import { root } from './root.mjs';

/** @returns {Record<string, string>} the lists by file */
export function buildExportLists() {
  const packages = readdirSync(join(root, 'packages')).toSorted();
  return Object.fromEntries(
    packages.map((name) => [
      `test/exports/${name}.txt`,
      `${readExports(`packages/${name}/src/index.ts`).join('\n')}\n`,
    ]),
  );
}

/** @param {string} file */
function readExports(file) {
  const { body } = parseSync(readFileSync(join(root, file), 'utf8'), { syntax: 'typescript' });
  const names = body.flatMap((item) => {
    if (item.type === 'ImportDeclaration') return [];
    if (item.type !== 'ExportNamedDeclaration')
      throw new Error(`${file}: explicit named exports only, not ${item.type}`);
    return item.specifiers.map((specifier) => {
      if (specifier.type !== 'ExportSpecifier') throw new Error(`${file} exports a namespace`);
      const kind = item.typeOnly || specifier.isTypeOnly ? 'type' : 'value';
      return `${kind} ${(specifier.exported ?? specifier.orig).value}`;
    });
  });
  return names.toSorted(byKindAndName);
}

/**
 * @param {string} a
 * @param {string} b
 */
function byKindAndName(a, b) {
  const kinds = Number(b.startsWith('value')) - Number(a.startsWith('value'));
  return kinds || (a < b ? -1 : 1);
}
