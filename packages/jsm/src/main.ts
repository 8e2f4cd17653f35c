import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { addCommands } from './commands/command-table.js';
import { addConnectionOptions } from './connection/connection-options.js';
import type { ExitCode, Io } from './process/io.js';
import { UsageError } from './process/usage-error.js';
import type { CommandContext } from './running/command-context.js';

const exitCodes = `
Exit codes: 0 done, 1 failed or different, 2 wrong usage. check uses the codes of Nagios.`;
const sharedOptions = `
For the connection options, --json, --timeout and --trace, see jsm --help.`;

/** Runs one command line and returns its exit code. It only touches the process through `io`. */
export async function main(args: readonly string[], io: Io): Promise<ExitCode> {
  let code: ExitCode = 0;
  let failure: ExitCode = 1;
  const context: CommandContext = {
    io,
    finish: (given) => void (code = given),
    failWith: (given) => void (failure = given),
  };
  try {
    const program = await buildProgram(context, args);
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    return await report(error, io, failure);
  }
}

async function buildProgram(context: CommandContext, args: readonly string[]): Promise<Command> {
  const { io } = context;
  const program = new Command('jsm')
    .description('Manages JetStream: streams, consumers, backups, schemas, events and checks.')
    .version(packageVersion(), '-V, --version', 'print the version')
    .option('--json', 'print JSON instead of tables')
    .option('--no-color', 'print without colours (or NO_COLOR)');
  addConnectionOptions(program);
  // Subcommands inherit these settings when they are added, so the settings come first.
  program
    .exitOverride()
    .addHelpText('afterAll', ({ command }) => (command === program ? exitCodes : sharedOptions))
    .showHelpAfterError('(see --help)')
    .configureOutput({ writeOut: (text) => io.out(text.trimEnd()), writeErr: (text) => io.err(text.trimEnd()) });
  await addCommands(args, {
    real: (add) => add(program, context),
    stub: (name, description) => void program.command(name).description(description),
  });
  return program;
}

/** Errors about names, queries and options that the library refuses before it sends a request. */
const usageCodes: ReadonlySet<string> = new Set(['INVALID_NAME', 'INVALID_OPTIONS', 'INVALID_QUERY']);

/** Prints the error and returns the exit code: `failure`, or 2 if the command line itself is wrong. */
async function report(error: unknown, io: Io, failure: ExitCode): Promise<ExitCode> {
  // Commander has already printed the error. Help and version are not failures.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof UsageError) {
    io.err(error.message);
    return 2;
  }
  const text = error instanceof Error ? error.message : String(error);
  // The library is already loaded, unless the failure has nothing to do with it.
  const { isJetStreamManagerError } = await import('@symphony-ts/jetstream-manager');
  if (!isJetStreamManagerError(error)) {
    io.err(`jsm: ${text}`);
    return failure;
  }
  const { errorText } = await import('./view/error-text.js');
  io.err(errorText(error));
  return usageCodes.has(error.code) ? 2 : failure;
}

/** Version of this package and of its library. They are released together. */
function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    readonly version: string;
  };
  return version;
}
