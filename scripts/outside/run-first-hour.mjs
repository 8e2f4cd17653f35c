// @ts-check
import { execFileSync } from 'node:child_process';
import { copyFile, mkdir } from 'node:fs/promises';
import { basename, delimiter, dirname, join } from 'node:path';
import { findNpm } from '../node/find-npm.mjs';
import { buildAsImage } from './build-as-image.mjs';
import { Program } from './program.mjs';
import { useTarballs } from './use-tarballs.mjs';

const boot = join(import.meta.dirname, '../../packages/boot/bin/symphony-boot.mjs');
const PREFIX = 'first-hour';
/** The packages that the guide to testing tells you to install. */
const VITEST = ['vitest@3', 'unplugin-swc'];

/**
 * @typedef {object} FirstHour
 * @property {string} folder of the project, created here
 * @property {string} tarballs
 * @property {string} natsServer
 * @property {string} node
 * @property {string} managerProgram the package manager, run with `node`
 * @property {boolean} [withVitest] whether the tests of the project also run under vitest
 * @property {boolean} [asImage] whether the instances run the result of the Dockerfile's commands in a clean folder, with npm
 * @property {boolean} [installsOnly] whether the run ends after the tests
 */

/**
 * Scaffold, install strictly, test, build, `dev`, call, two instances of the built program, stop. Throws at the first step
 * whose result differs from the guides.
 *
 * @param {FirstHour} options
 */
export async function runFirstHour(options) {
  const { folder, tarballs, natsServer, node, managerProgram } = options;
  const { withVitest = false, asImage = false, installsOnly = false } = options;
  const env = {
    // Keeps the registry and the proxy of the environment, but none of its tokens.
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(SYMPHONY_|npm_|NODE_OPTIONS)/.test(name))),
    PATH: [dirname(node), process.env['PATH']].join(delimiter),
    XDG_CONFIG_HOME: join(dirname(folder), 'config'),
    DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent',
    NATS_SERVER_BIN: natsServer,
    NO_COLOR: '1',
  };
  await mkdir(dirname(folder), { recursive: true });
  /** @type {Program[]} */
  const running = [];
  /** @param {string[]} args */
  const run = async (...args) => new Program(node, args, { cwd: folder, env }).end();
  /** @param {string[]} args @param {Record<string, string>} more */
  const start = (args, more = {}, cwd = folder) => {
    const program = new Program(node, args, { cwd, env: { ...env, ...more } });
    running.push(program);
    return program;
  };
  const command = join(folder, 'node_modules/@symphony-ts/boot/bin/symphony-boot.mjs');
  try {
    await new Program(node, [boot, 'new', folder, '--prefix', PREFIX], { cwd: dirname(folder), env }).end();
    await useTarballs(folder, tarballs);
    await step('install', () => run(managerProgram, 'install', ...installFlags(managerProgram)));
    await step('test', () => run(managerProgram, 'test'));
    if (withVitest) {
      await step('vitest', async () => {
        await run(managerProgram, 'install', '--save-dev', ...VITEST, ...installFlags(managerProgram));
        await copyFile(join(import.meta.dirname, 'vitest.config.mjs'), join(folder, 'vitest.config.mjs'));
        await run('node_modules/vitest/vitest.mjs', 'run');
      });
    }
    if (installsOnly) return;
    await step('build', () => run(managerProgram, 'run', 'build'));
    const image = asImage ? `${folder}-image` : folder;
    if (asImage) {
      const npm = (/** @type {readonly string[]} */ args) =>
        new Program(node, [managerProgram, ...args, '--prefer-offline', '--no-audit'], { cwd: image, env }).end();
      await step('image', () => buildAsImage(folder, image, npm));
    }
    const dev = start([command, 'dev', 'src/extension.ts', '--port', '0', '--no-ui']);
    const [, address = '', token = ''] = await step('dev', () =>
      dev.waitFor(/SYMPHONY_ADDRESS=(\S+) SYMPHONY_TOKEN=(\S+)/),
    );
    const call = () =>
      run(command, 'invoke', PREFIX, 'greet', '{"name":"Ada"}', '--address', address, '--token', token);
    await step('call', async () => assertGreeting(await call()));
    const instances = await step('two instances', async () => {
      const started = [];
      for (const name of ['one', 'two']) {
        const made = await run(command, 'keys', 'create', name, '--prefix', PREFIX, '--address', address);
        started.push(start(['dist/main.js'], { SYMPHONY_TOKEN: made.trim(), SYMPHONY_ADDRESS: address }, image));
      }
      for (const instance of started) await instance.waitFor(/is live/);
      return started;
    });
    await step('call them', async () => assertGreeting(await call()));
    await step('stop', async () => {
      for (const instance of instances) await instance.stop('SIGTERM');
      await dev.stop('SIGINT');
    });
  } finally {
    for (const program of running) program.kill();
  }
}

/**
 * Installs strictly: a dependency that does not support this Node is an error.
 *
 * @param {string} manager
 */
function installFlags(manager) {
  const name = basename(manager);
  if (name.startsWith('pnpm')) return ['--prefer-offline', '--config.engine-strict=true'];
  // Yarn is always strict. It would use its own registry.
  if (name.startsWith('yarn'))
    return ['--prefer-offline', '--non-interactive', '--network-timeout', '120000', '--registry', registryOf()];
  return ['--engine-strict', '--prefer-offline', '--no-audit', '--no-fund'];
}

/** @returns {string} the registry that npm uses */
const registryOf = () =>
  execFileSync(process.execPath, [findNpm(), 'config', 'get', 'registry'], { encoding: 'utf8' }).trim();

/** @param {string} printed */
function assertGreeting(printed) {
  const { message } = JSON.parse(printed);
  if (message !== 'Hello, Ada!') throw new Error(`the call gave ${printed}`);
}

/**
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} action
 * @returns {Promise<T>}
 */
async function step(name, action) {
  const since = performance.now();
  try {
    const result = await action();
    console.log(`  ${name}: ${((performance.now() - since) / 1_000).toFixed(1)} s`);
    return result;
  } catch (error) {
    throw new Error(`${name} failed`, { cause: error });
  }
}
