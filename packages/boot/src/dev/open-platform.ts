import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isSymphonyError } from '@symphony-ts/contract';
import { createLogger } from '@symphony-ts/extension';
import { isNatsServerError, obtainNatsServer } from '@symphony-ts/nats-server';
import { type Platform, startPlatform } from '@symphony-ts/platform';
import { isUiBuilt, ui } from '@symphony-ts/platform-ui';
import { isTerminal, terminalDestination } from '../log/terminal.js';
import type { Output } from '../process/output.js';
import type { KeyMaker } from './dev-keys.js';
import type { DevPlatform } from './dev-platform.js';
import { joinPlatform } from './join-platform.js';
import { temporaryData } from './temporary-data.js';

/** The default port of `dev`'s platform. `dev` also looks for a running platform there. */
export const DEV_PORT = 4_280;
/** The file with the address of the platform that uses a data folder, for a second `dev` with the same folder. */
const NOTE = 'dev-platform.json';

export interface OpenPlatformOptions {
  readonly module: string;
  /** Where the platform stores keys and data. Default: a temporary folder, or the platform that already runs. */
  readonly data: string | undefined;
  /** Default 4280, or a free port if another program uses it. 0 stands for a free port. */
  readonly port: number | undefined;
  readonly wantsUi: boolean;
  readonly output: Output;
}

/**
 * Joins the development platform on this machine, or starts one. If a data folder is given, it gets a platform of its own, or
 * joins the `dev` that already uses the folder.
 *
 * @throws `PORT_IN_USE` when another program uses the given port; what `startPlatform` throws
 */
export async function openPlatform(options: OpenPlatformOptions): Promise<DevPlatform> {
  const { data, port = DEV_PORT, output } = options;
  const running = data === undefined ? await joinAt(port) : undefined;
  if (running) return running;
  try {
    return await startOwn(options, port);
  } catch (error) {
    if (isNatsServerError(error, 'DATA_FOLDER_IN_USE')) {
      const other = await joinNoted(data);
      if (other) return other;
    }
    if (!isSymphonyError(error, 'PORT_IN_USE')) throw error;
    // Another process may have started one in the meantime.
    const other = data === undefined ? await joinAt(port) : undefined;
    if (other) return other;
    if (options.port !== undefined) throw error;
    output.err(`[dev] port ${DEV_PORT} is in use: the platform takes a free one`);
    return startOwn(options, 0);
  }
}

const joinAt = async (port: number): Promise<DevPlatform | undefined> =>
  port === 0 ? undefined : joinPlatform(`http://127.0.0.1:${port}`);

async function joinNoted(data: string | undefined): Promise<DevPlatform | undefined> {
  try {
    const note: unknown = JSON.parse(await readFile(path.join(data ?? '', NOTE), 'utf8'));
    const address: unknown = Reflect.get(Object(note), 'address');
    return typeof address === 'string' ? await joinPlatform(address) : undefined;
  } catch {
    return undefined; // No `dev` has written an address. The error names the process that uses the folder.
  }
}

async function startOwn(options: OpenPlatformOptions, port: number): Promise<DevPlatform> {
  const temporary = options.data === undefined ? await temporaryData() : undefined;
  const dataDir = options.data ?? temporary?.folder ?? '';
  try {
    const platform = await startIn(dataDir, options, port);
    return {
      address: platform.httpUrl,
      isJoined: false,
      keyMaker: ownKeys(platform),
      keysFile: path.join(dataDir, 'dev-keys.json'),
      dataDir,
      gone: new Promise(() => undefined),
      [Symbol.asyncDispose]: async () => {
        await platform.stop();
        await temporary?.[Symbol.asyncDispose]();
      },
    };
  } catch (error) {
    await temporary?.[Symbol.asyncDispose]();
    throw error;
  }
}

async function startIn(dataDir: string, options: OpenPlatformOptions, port: number): Promise<Platform> {
  const { module, wantsUi, output } = options;
  const hasUi = wantsUi && isUiBuilt();
  const platform = await startPlatform({
    http: { port },
    dev: { grantDeclared: true, signIn: true, allowVulnerableServer: true },
    logger: createLogger('platform', { level: 'warn', ...(isTerminal() ? { destination: terminalDestination } : {}) }),
    dataDir,
    flush: 'periodic',
    natsServer: await serverBinary(),
    ...(hasUi ? { ui: ui({ packages: packageFolder(module) }) } : {}),
  });
  await writeFile(path.join(dataDir, NOTE), JSON.stringify({ address: platform.httpUrl }));
  if (wantsUi && !hasUi) output.err('[dev] no user interface: it was not built; run npm run build');
  return platform;
}

const ownKeys = ({ keys }: Platform): KeyMaker => ({
  liveIds: async () => new Set(keys.list().flatMap(({ id, revoked }) => (revoked === undefined ? [id] : []))),
  create: (key) => keys.create(key),
});

/** A server for development, downloaded if there is none. If the environment names a server, only that one is used. */
async function serverBinary(): Promise<{ readonly binary?: string }> {
  return process.env['NATS_SERVER_BIN'] ? {} : { binary: (await obtainNatsServer('any')).path };
}

/** The nearest folder with a package.json above the module. It decides which npm packages the module's pages may import. */
function packageFolder(module: string): string {
  const start = path.dirname(path.resolve(module));
  for (let folder = start; ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, 'package.json'))) return folder;
    if (path.dirname(folder) === folder) return start;
  }
}
