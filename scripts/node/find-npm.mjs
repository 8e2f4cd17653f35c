// @ts-check
import { dirname, join } from 'node:path';

/**
 * The program of npm: the one that runs this script, otherwise the one of this Node. A Node from the registry has no npm.
 *
 * @param {Readonly<Record<string, string | undefined>>} [env]
 */
export function findNpm(env = process.env) {
  const running = env['npm_execpath'];
  return running?.endsWith('npm-cli.js')
    ? running
    : join(dirname(process.execPath), '../lib/node_modules/npm/bin/npm-cli.js');
}
