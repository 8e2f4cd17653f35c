import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../project/workspace.js';

/** Throws if a project's build is missing or older than its sources, because tests of it would then run old code. */
export function assertBuilt(project: string): void {
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const printed = execFileSync(process.execPath, [tsc, '-b', '--dry', project], { cwd: root, encoding: 'utf8' });
  const stale = [...printed.matchAll(/would build[^']*'([^']+)'/g)].map(([, path = '']) => path);
  if (stale.length > 0)
    throw new Error(`what is built is not what the sources say: npm run build\n${stale.join('\n')}`);
}
