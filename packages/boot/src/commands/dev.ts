import path from 'node:path';
import type { Command } from 'commander';
import { createLogger } from '@symphony-ts/extension';
import { obtainNatsServer } from '@symphony-ts/nats-server';
import { startPlatform } from '@symphony-ts/platform';
import { DevKeys } from '../dev/dev-keys.js';
import { DevSession } from '../dev/dev-session.js';
import { temporaryData } from '../dev/temporary-data.js';
import { untilSignal } from '../until-signal.js';
import type { CommandContext } from './command-context.js';
import { moduleArgument, portNumber } from './options.js';

interface DevFlags {
  readonly data?: string;
  readonly port: number;
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
    .action((file: string, flags: DevFlags) => dev(file, flags, context));
}

async function dev(module: string, { data, port }: DevFlags, { output, finish }: CommandContext): Promise<void> {
  const signalled = untilSignal();
  await using temporary = data === undefined ? await temporaryData() : undefined;
  const dataDir = data ?? temporary?.folder ?? '';
  await using platform = await startPlatform({
    http: { port },
    dev: { grantDeclared: true, signIn: true, allowVulnerableServer: true },
    logger: createLogger('platform', { level: 'warn' }),
    dataDir,
    natsServer: await serverBinary(),
  });
  output.out(`[dev] platform: ${platform.httpUrl}`);
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
