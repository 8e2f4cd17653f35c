import { existsSync } from 'node:fs';
import path from 'node:path';
import { watch } from 'chokidar';

const IGNORED = /(^|[/\\])(node_modules|dist|coverage|\.[^/\\.]+)([/\\]|$)/;
const SOURCE = /\.([mc]?[jt]sx?|json|ya?ml|md|html|css)$/;
/** Editors write a file in several steps. One restart is enough for all of them. */
const SETTLE_MS = 60;

export interface SourceWatchOptions {
  /** The file to run. Its whole package is watched. */
  readonly module: string;
  /** A folder in the package whose changes are ignored. */
  readonly ignored?: string;
  readonly onChange: (file: string) => void;
}

/**
 * Calls `onChange` with a file name when a source of the module's package changes, appears or disappears. Resolves when it
 * reports every change, with a function that ends the watch.
 */
export async function watchSources({ module, ignored, onChange }: SourceWatchOptions): Promise<() => Promise<void>> {
  const folder = packageFolder(path.dirname(path.resolve(module)));
  const excluded = ignored === undefined ? undefined : path.resolve(ignored);
  let timer: NodeJS.Timeout | undefined;
  const watcher = watch(folder, {
    ignored: (file) => IGNORED.test(path.relative(folder, file)) || file === excluded,
    ignoreInitial: true,
    atomic: true,
  });
  watcher.on('all', (_event, file) => {
    if (!SOURCE.test(file)) return;
    clearTimeout(timer);
    timer = setTimeout(() => onChange(path.relative(folder, file)), SETTLE_MS);
  });
  await new Promise<void>((resolve) => void watcher.once('ready', resolve));
  return async () => {
    clearTimeout(timer);
    await watcher.close();
  };
}

/** The nearest folder with a package.json; without one, the folder of the module. */
function packageFolder(start: string): string {
  for (let folder = start; ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, 'package.json'))) return folder;
    if (folder === path.dirname(folder)) return start;
  }
}
