// @ts-check
// Removes the output of `npm run build`, so that no file is published whose source no longer exists.
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
for (const parent of ['packages', 'examples']) {
  for (const name of readdirSync(join(root, parent)))
    rmSync(join(root, parent, name, 'dist'), { recursive: true, force: true });
}
rmSync(join(root, 'packages/platform-ui/assets'), { recursive: true, force: true });
