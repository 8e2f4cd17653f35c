import type { Command } from 'commander';
import { createApplication } from '@symphony-ts/extension';
import { loadModule } from '../module/load-module.js';
import type { CommandContext } from './command-context.js';
import { moduleArgument, readConnection, wholeNumber, withConnection, type ConnectionFlags } from './options.js';

interface RunFlags extends ConnectionFlags {
  readonly drainTimeout?: number;
}

const SIGNALS = `
The first SIGINT or SIGTERM drains: what was accepted is answered, then the command ends with 0.
A second one ends it at once.`;

/** `run <module>`: boots a module and serves until it is told to stop. */
export function addRun(program: Command, _context: CommandContext): void {
  withConnection(program.command('run'))
    .summary('boot a module and serve')
    .description(
      'Boots a module on a platform and serves until it is told to stop. Logs to stdout, one JSON object a line.',
    )
    .addArgument(moduleArgument())
    .option('--drain-timeout <ms>', 'how long to wait for handlers when stopping (default: 25000)', wholeNumber)
    .addHelpText('after', SIGNALS)
    .action(async (file: string, flags: RunFlags) => {
      const application = await createApplication(await loadModule(file), {
        ...readConnection(flags),
        ...(flags.drainTimeout === undefined ? {} : { drainTimeoutMs: flags.drainTimeout }),
      });
      await application.start();
      const failure = await application.stopped();
      if (failure) throw failure;
    });
}
