// @ts-check
// Generates a client from the OpenAPI document of an extension with a common generator (openapi-typescript), compiles a program
// against its types, and runs the program over the gateway: `npm run test:generated-client`. The generator is installed into
// a folder outside the clone.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TestPlatform } from '@symphony-ts/testing';
import { Orders } from '../test/guides/orders.examples.ts';
import { Program } from './outside/program.mjs';

const TOOLS = ['openapi-typescript@7.13.0', 'openapi-fetch@0.17.0', 'typescript@5.9.3'];

const PROGRAM = `
import createClient from 'openapi-fetch';
import type { paths } from './schema.js';

const [baseUrl = '', token = ''] = process.argv.slice(2);
const orders = createClient<paths>({ baseUrl, headers: { authorization: \`Bearer \${token}\` } });

const taken = await orders.POST('/orders', { body: { item: 'Widget', count: 2 } });
if (taken.error) throw new Error(taken.error.error);
const id: string = taken.data.id;
const read = await orders.GET('/orders/{id}', { params: { path: { id } } });
const count: number | undefined = read.data?.count;
const missing = await orders.GET('/orders/{id}', { params: { path: { id: 'none' } } });
const words: string | undefined = missing.error?.error;
// @ts-expect-error -- an item is text
const refused = await orders.POST('/orders', { body: { item: 5, count: 2 } });
console.log(JSON.stringify([taken.response.status, count, missing.response.status, words, refused.response.status]));
`;

const EXPECTED = [201, 2, 404, "there is no order 'none'", 400];

const npm = process.env['npm_execpath'];
if (!npm) throw new Error('run this by npm: npm run test:generated-client');
const platform = await TestPlatform.start();
const folder = await mkdtemp(join(tmpdir(), 'symphony-client-'));
/** @param {readonly string[]} args */
const run = (...args) => new Program(process.execPath, args, { cwd: folder, env: process.env }).end();
/** @param {string} tool */
const bin = (tool) => join(folder, 'node_modules', tool);

try {
  await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  await run(npm, 'install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', ...TOOLS);
  const orders = await platform.create(Orders);
  const document = orders.manifest.services[0]?.metadata['openapi'] ?? '{}';
  await writeFile(join(folder, 'document.json'), document);
  await writeFile(join(folder, 'program.ts'), PROGRAM);
  await run(bin('openapi-typescript/bin/cli.js'), 'document.json', '--output', 'schema.ts');
  const strict = ['--strict', '--module', 'nodenext', '--target', 'es2022', '--lib', 'es2022,dom'];
  await writeFile(join(folder, 'node.d.ts'), 'declare const process: { readonly argv: readonly string[] };\n');
  await run(bin('typescript/bin/tsc'), ...strict, 'node.d.ts', 'program.ts');
  const { token } = await platform.gateway('orders');
  const [server] = JSON.parse(document).servers;
  const printed = await run('program.js', new URL(server.url, platform.platform.httpUrl).href, token);
  if (printed.trim() !== JSON.stringify(EXPECTED)) throw new Error(`the client printed ${printed}`);
  console.log(`the generated client did what the document says: ${printed.trim()}`);
} finally {
  await platform.stop();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}
