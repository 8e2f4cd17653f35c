import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);

/** A file of this package that is no module of it, wherever the code that asks was compiled or bundled to. */
export const packageFile = (path: string): string =>
  join(dirname(require.resolve('@symphony-ts/platform-ui/package.json')), path);
