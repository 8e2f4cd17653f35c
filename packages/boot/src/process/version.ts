import { readFileSync } from 'node:fs';

/** Version of this package, and of all its siblings, which are released together. */
export function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    readonly version: string;
  };
  return version;
}
