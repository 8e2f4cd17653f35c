import { access } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** The nearest folder at or above `from` that has a package.json, otherwise the working folder. */
async function packageFolder(from: string | undefined): Promise<string> {
  let folder = from === undefined ? process.cwd() : dirname(from);
  while (!(await exists(join(folder, 'package.json')))) {
    const parent = dirname(folder);
    if (parent === folder) return process.cwd();
    folder = parent;
  }
  return folder;
}

/**
 * The path of a file that a decorator names. A relative path starts at the package of the module `from`. That is the same
 * folder for sources, for compiled output beside them, and for an installed package.
 */
export async function locateFile(file: string | URL, from: string | undefined): Promise<string> {
  if (file instanceof URL || file.startsWith('file:')) return fileURLToPath(file);
  return resolve(await packageFolder(from), file);
}
