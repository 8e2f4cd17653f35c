import type { Command } from 'commander';
import { isTerminal, terminalDestination } from '../log/terminal.js';
import type { CommandContext } from './command-context.js';
import { type ConnectionFlags, moduleArgument, readConnection, wholeNumber, withConnection } from './options.js';

interface RunFlags extends ConnectionFlags {
  readonly drainTimeout?: number;
}

const SIGNALS = `
The first SIGINT or SIGTERM drains: what was accepted is answered, then the command ends with 0.
A second one ends it at once.`;

/** `run <module>`: boots a module and serves until it is told to stop. */
export function declareRun(command: Command, _context: CommandContext): void {
  withConnection(command)
    .description(
      'Boots a module on a platform and serves until it is told to stop. Logs to stdout: readable on a terminal, else one JSON object a line.',
    )
    .addArgument(moduleArgument())
    .option('--drain-timeout <ms>', 'how long to wait for handlers when stopping (default: 25000)', wholeNumber)
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
        ...(flags.drainTimeout === undefined ? {} : { drainTimeoutMs: flags.drainTimeout }),
      });
      await application.start();
      const failure = await application.stopped();
      if (failure) throw failure;
    });
}
