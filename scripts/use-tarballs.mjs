// @ts-check
// Makes a project outside this clone install the tarballs of `npm run pack`: `node scripts/use-tarballs.mjs PROJECT [TARBALLS]`.
import { resolve } from 'node:path';
import { useTarballs } from './outside/use-tarballs.mjs';

const [project, tarballs = 'tarballs'] = process.argv.slice(2);
if (project === undefined) {
  console.error('usage: node scripts/use-tarballs.mjs PROJECT [TARBALLS]');
  process.exit(2);
}
const root = await useTarballs(resolve(project), resolve(tarballs));
console.log(`${project}/package.json now takes @symphony-ts packages from ${tarballs}.`);
if (root !== resolve(project))
  console.log(`The overrides are in ${root}/package.json, because that is the root of its workspace.`);
console.log('Now install with npm, pnpm or yarn.');
