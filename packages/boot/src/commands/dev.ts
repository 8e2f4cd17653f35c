import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { createLogger } from '@symphony-ts/extension';
import { obtainNatsServer } from '@symphony-ts/nats-server';
import { startPlatform } from '@symphony-ts/platform';
import { isUiBuilt, ui } from '@symphony-ts/platform-ui';
import { DevKeys } from '../dev/dev-keys.js';
import { DevSession } from '../dev/dev-session.js';
import { temporaryData } from '../dev/temporary-data.js';
import { untilSignal } from '../until-signal.js';
import type { CommandContext } from './command-context.js';
import { moduleArgument, portNumber } from './options.js';

interface DevFlags {
  readonly data?: string;
  readonly port: number;
  readonly ui: boolean;
}

/** `dev <module>`: TypeScript source on an embedded platform, restarting on change. */
export function declareDev(command: Command, context: CommandContext): void {
  command
    .description(
      'Runs a module from its TypeScript source on an embedded platform, and again whenever a source changes.',
    )
    .addArgument(moduleArgument())
    .option('--data <folder>', 'keep keys and data of the platform here; else they are gone at the end')
    .option('--port <port>', 'HTTP port of the platform; 0 for a free one', portNumber, 0)
    .option('--no-ui', 'serve the API alone, without the user interface')
    .action((file: string, flags: DevFlags) => dev(file, flags, context));
}

async function dev(
  module: string,
  { data, port, ui: wantsUi }: DevFlags,
  { output, finish }: CommandContext,
): Promise<void> {
  const hasUi = wantsUi && isUiBuilt();
  const signalled = untilSignal();
  await using temporary = data === undefined ? await temporaryData() : undefined;
  const dataDir = data ?? temporary?.folder ?? '';
  await using platform = await startPlatform({
    http: { port },
    dev: { grantDeclared: true, signIn: true, allowVulnerableServer: true },
    logger: createLogger('platform', { level: 'warn' }),
    dataDir,
    natsServer: await serverBinary(),
    ...(hasUi ? { ui: ui({ packages: packageFolder(module) }) } : {}),
  });
  output.out(`[dev] platform: ${platform.httpUrl}`);
  if (wantsUi && !hasUi) output.err('[dev] no user interface: it was not built; run npm run build');
  if (hasUi) output.out(`[dev] open ${platform.httpUrl} in a browser to see the extension's pages`);
  const keys = await DevKeys.open(platform, path.join(dataDir, 'dev-keys.json'));
  const session = new DevSession({ module, platform, keys, output, ignored: dataDir });
  try {
    await session.start();
    await signalled;
  } finally {
    await session.stop();
  }
  finish(0);
}

/** A server to develop on, obtained where there is none yet. One that the environment names is used or refused as it is. */
async function serverBinary(): Promise<{ readonly binary?: string }> {
  return process.env['NATS_SERVER_BIN'] ? {} : { binary: (await obtainNatsServer('any')).path };
}

/** The folder whose package.json says which npm packages the module's pages may import: the nearest above the module. */
function packageFolder(module: string): string {
  const start = path.dirname(path.resolve(module));
  for (let folder = start; ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, 'package.json'))) return folder;
    if (path.dirname(folder) === folder) return start;
  }
}
