import { access } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** The nearest folder at or above `from` that holds a package.json; the working folder where there is none. */
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
 * Where a file named in a decorator is. A relative one starts at the package that holds the module `from`: that is the
 * same place for sources, for compiled output beside them, and for an installed package.
 */
export async function locateFile(file: string | URL, from: string | undefined): Promise<string> {
  if (file instanceof URL || file.startsWith('file:')) return fileURLToPath(file);
  return resolve(await packageFolder(from), file);
}
