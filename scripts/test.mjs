// @ts-check
// Runs the tests that do not need the server range: `node scripts/test.mjs PROJECT`, with a project of jest.config.ts. Other
// arguments go to jest.
import { runTests } from './testing/run-tests.mjs';

const [project, ...args] = process.argv.slice(2);
if (project === undefined) throw new Error('Name a project of jest.config.ts: node scripts/test.mjs unit');
process.exitCode = (await runTests({ project, title: project, args, env: process.env })) ? 0 : 1;
