import type { Command } from 'commander';
import { DevKeys } from '../dev/dev-keys.js';
import { DevSession } from '../dev/dev-session.js';
import { DEV_PORT, openPlatform } from '../dev/open-platform.js';
import { untilSignal } from '../process/until-signal.js';
import type { CommandContext } from './command-context.js';
import { moduleArgument, portNumber, positiveNumber } from './options.js';

interface DevFlags {
  readonly data?: string;
  readonly port?: number;
  readonly instances: number;
  readonly ui: boolean;
}

const SHARING = `
A development platform that runs on the port already is joined, so that several projects share one. When it ends, one of
those that had joined starts the next.`;

/** `dev <module>`: runs TypeScript source on a development platform, and restarts it after changes. */
export function declareDev(command: Command, context: CommandContext): void {
  command
    .description(
      'Runs a module from its TypeScript source on a development platform, and restarts it whenever a source changes.',
    )
    .addArgument(moduleArgument())
    .option('--data <folder>', 'run a separate platform, and keep its keys and data here (default: a temporary folder)')
    .option(
      '--port <port>',
      `HTTP port of the platform, or 0 for a separate platform on a free port (default: ${DEV_PORT}, or a free one)`,
      portNumber,
    )
    .option('--instances <count>', 'how many instances to run', positiveNumber, 1)
    .option('--no-ui', 'serve the API alone, without the user interface')
    .addHelpText('after', SHARING)
    .action((file: string, flags: DevFlags) => dev(file, flags, context));
}

async function dev(module: string, flags: DevFlags, { output, finish }: CommandContext): Promise<void> {
  const { data, port, instances, ui: wantsUi } = flags;
  let isOver = false;
  const signalled = untilSignal().then(() => {
    isOver = true;
  });
  for (;;) {
    await using platform = await openPlatform({ module, data, port, wantsUi, output });
    output.out(`[dev] platform: ${platform.address}${platform.isJoined ? ' (joined)' : ''}`);
    const keys = await DevKeys.open(platform.keyMaker, platform.keysFile);
    const session = new DevSession({ module, platform, keys, instances, output });
    try {
      await session.start();
      await Promise.race([signalled, platform.gone]);
    } finally {
      await session.stop();
    }
    if (isOver) return finish(0);
    output.out('[dev] the platform has ended');
  }
}
