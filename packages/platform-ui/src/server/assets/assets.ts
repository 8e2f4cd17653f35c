import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { toError } from '@symphony-ts/contract';
import * as z from 'zod';

const require = createRequire(import.meta.url);

/** A file of this package that is not a module of it, wherever the code that asks was compiled or bundled to. */
export const packageFile = (path: string): string =>
  join(dirname(require.resolve('@symphony-ts/platform-ui/package.json')), path);

/** Written by the build of the browser code. */
const AssetManifest = z.object({
  /** Addresses of the scripts that documents load, by name. */
  entries: z.record(z.string(), z.string()),
  /** Addresses of their style sheets. */
  styles: z.record(z.string(), z.string()),
  /** The files that the shell needs before it can show anything. */
  preload: z.array(z.string()),
  /** Modules that pages import by name, with their addresses. */
  modules: z.record(z.string(), z.string()),
  /** Names that `@mui/material` exports. */
  muiNames: z.array(z.string()),
  /** Files by path, with their bytes' encodings. */
  files: z.array(z.string()),
});
export type AssetManifest = z.infer<typeof AssetManifest>;

/** The files for browsers. */
export interface Assets extends AssetManifest {
  /** A file from the disk, compressed if `encoding` is given; `undefined` for a path that was not built. */
  readonly read: (path: string, encoding?: 'br') => Buffer | undefined;
}

/** Whether the browser code was built. The published package always has it; in a work tree, `npm run build` makes it. */
export const hasAssets = (folder = packageFile('assets')): boolean => existsSync(join(folder, 'manifest.json'));

/** Reads the result of the build of the browser code. Throws if it was not built. */
export function openAssets(folder = packageFile('assets')): Assets {
  const manifest = AssetManifest.parse(readManifest(folder));
  const known = new Set(manifest.files);
  const cache = new Map<string, Buffer>();
  const read = (path: string, encoding?: 'br'): Buffer | undefined => {
    const file = encoding === 'br' ? `${path}.br` : path;
    if (!known.has(file)) return undefined;
    const bytes = cache.get(file) ?? readFileSync(join(folder, file));
    cache.set(file, bytes);
    return bytes;
  };
  return { ...manifest, read };
}

function readManifest(folder: string): unknown {
  try {
    return JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  } catch (error) {
    const reason = toError(error).message;
    throw new Error(`the user interface was not built (${reason}): run npm run build`, { cause: error });
  }
}
