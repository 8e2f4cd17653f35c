import { withoutUndefined } from '@symphony-ts/contract';
import type { Command } from 'commander';
import { isTerminal, terminalDestination } from '../log/terminal.js';
import type { CommandContext } from './command-context.js';
import { type ConnectionFlags, moduleArgument, readConnection, wholeNumber, withConnection } from './options.js';

interface RunFlags extends ConnectionFlags {
  readonly drainTimeout?: number;
  readonly crashDrain: boolean;
}

const SIGNALS = `
The first SIGINT or SIGTERM drains: what was accepted is answered, then the command ends with 0.
A second one ends it at once.
An error that nobody caught ends the command with 1, after what is under way was answered.`;

/** `run <module>`: starts a module and serves until a signal stops it. */
export function declareRun(command: Command, _context: CommandContext): void {
  withConnection(command)
    .description(
      'Boots a module on a platform and serves until it is told to stop. Logs to stdout: readable on a terminal, else one JSON object a line.',
    )
    .addArgument(moduleArgument())
    .option('--drain-timeout <ms>', 'how long to wait for handlers when stopping (default: 25000)', wholeNumber)
    .option('--no-crash-drain', 'let an error that nobody caught end the command at once')
    .addHelpText('after', SIGNALS)
    .action(async (file: string, flags: RunFlags) => {
      const [{ createApplication, createLogger }, { loadModule }] = await Promise.all([
        import('@symphony-ts/extension'),
        import('../module/load-module.js'),
      ]);
      const logger = isTerminal() ? { logger: createLogger('', { destination: terminalDestination }) } : {};
      const application = await createApplication(await loadModule(file), {
        ...readConnection(flags),
        ...logger,
        crashDrain: flags.crashDrain,
        ...withoutUndefined({ drainTimeoutMs: flags.drainTimeout }),
      });
      await application.start();
      const failure = await application.stopped();
      if (failure) throw failure;
    });
}
