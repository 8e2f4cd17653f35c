// @ts-check
// Gives all packages the next version, commits, tags and pushes: `npm run release:version`. Arguments go to `lerna version`.
import { runNode } from '../scripts/run-node.mjs';
import { obtainLerna } from './obtain-lerna.mjs';

runNode(obtainLerna(), 'version', ...process.argv.slice(2));
