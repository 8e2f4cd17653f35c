// @ts-check
// Builds what has changed, then runs the demo of the catalog.
import { runNode } from './run-node.mjs';

console.log('Compiling what has changed …');
runNode('node_modules/typescript/bin/tsc', '-b', 'examples/catalog', 'packages/boot');
runNode('packages/platform-ui/build/build-browser.mjs', '--if-needed');
runNode('examples/catalog/dist/demo/main.js');
