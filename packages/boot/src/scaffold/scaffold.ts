import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeDirectory } from '@symphony-ts/nats-server/internal';

const TEMPLATE = fileURLToPath(new URL('../../templates/extension/', import.meta.url));
const SUFFIX = '.tpl';

/** The values for the templates, by their placeholders. */
export interface Blanks {
  readonly prefix: string;
  /** The name for people. */
  readonly title: string;
  readonly className: string;
  /** The version of the packages that it depends on. */
  readonly version: string;
}

/** Writes a new extension into `folder`, which it creates if necessary. Returns the files in it, sorted. */
export async function scaffold(folder: string, blanks: Blanks): Promise<readonly string[]> {
  const entries = await readdir(TEMPLATE, { recursive: true, withFileTypes: true });
  const sources = entries.flatMap((entry) => (entry.isFile() ? path.join(entry.parentPath, entry.name) : []));
  const files = sources.map((source) => ({ source, name: targetName(path.relative(TEMPLATE, source)) }));
  for (const { source, name } of files) {
    const target = path.join(folder, name);
    await makeDirectory(path.dirname(target));
    await writeFile(target, fill(await readFile(source, 'utf8'), blanks), { flag: 'wx' });
  }
  return files.map(({ name }) => name).sort();
}

/** The suffix keeps tools from treating a template as code. npm omits a `.gitignore` from packages. */
const targetName = (name: string): string => name.slice(0, -SUFFIX.length).replace(/^(git|docker)ignore$/, '.$1ignore');

const fill = (text: string, blanks: Blanks): string =>
  text.replace(/\{\{(prefix|title|className|version)\}\}/g, (_blank, name: keyof Blanks) => blanks[name]);
