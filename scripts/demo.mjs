// Builds what has changed, then runs the demo of the catalog.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const run = (file, ...args) => {
  const { status } = spawnSync(process.execPath, [file, ...args], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
};

run('node_modules/typescript/bin/tsc', '-b', 'examples/catalog', 'packages/boot');
run('examples/catalog/dist/demo/main.js');
