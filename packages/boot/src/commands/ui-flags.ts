import { statSync } from 'node:fs';
import path from 'node:path';
import { withoutUndefined } from '@symphony-ts/contract';
import type { UiOptions } from '@symphony-ts/platform-ui';
import { InvalidArgumentError } from 'commander';
import { prefixArgument } from './options.js';

/** The options about the user interface. */
export interface UiFlags {
  readonly ui: boolean;
  readonly sandboxOrigin?: string;
  readonly trustedJsx?: readonly string[];
  readonly pagePackages?: Readonly<Record<string, string>>;
}

/** The same options for `ui()`. */
export const uiOptions = ({ sandboxOrigin, trustedJsx, pagePackages }: UiFlags): UiOptions => ({
  ...withoutUndefined({ sandboxOrigin, packages: pagePackages }),
  ...(trustedJsx ? { trustedJsx: trustedJsx.includes('*') ? '*' : trustedJsx } : {}),
});

/** Adds one `prefix=folder` to those before it. The folder becomes absolute, because bundling starts there. */
export function pagePackages(
  text: string,
  before: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const [, given, folder] = /^([^=]+)=(.+)$/s.exec(text) ?? [];
  if (given === undefined || folder === undefined) {
    throw new InvalidArgumentError('It must be a prefix and a folder, such as catalog=./catalog.');
  }
  const prefix = prefixArgument(given);
  if (Object.hasOwn(before, prefix)) throw new InvalidArgumentError(`${prefix} has a folder already.`);
  const absolute = path.resolve(folder);
  if (!isFolder(absolute)) throw new InvalidArgumentError(`${absolute} is not a folder that can be read.`);
  return { ...before, [prefix]: absolute };
}

function isFolder(absolute: string): boolean {
  try {
    return statSync(absolute).isDirectory();
  } catch {
    return false; // It does not exist, is below a file, or may not be read.
  }
}
