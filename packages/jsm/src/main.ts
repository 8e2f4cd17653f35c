import { isJetStreamManagerError } from '@symphony-ts/jetstream-manager';
import { Command, CommanderError } from 'commander';
import { addBackup } from './commands/backup.js';
import { addCheck } from './commands/check.js';
import type { CommandContext } from './commands/command-context.js';
import { addCompletion } from './commands/completion.js';
import { addConsumers } from './commands/consumers.js';
import { addDiff } from './commands/diff.js';
import { addEvents } from './commands/events.js';
import { addInfo } from './commands/info.js';
import { addQuery } from './commands/query.js';
import { addRestore } from './commands/restore.js';
import { addSchema } from './commands/schema.js';
import { addStreams } from './commands/streams.js';
import { addConnectionOptions } from './connection/connection-options.js';
import type { ExitCode } from './exit-code.js';
import type { Io } from './io.js';
import { UsageError } from './usage-error.js';
import { packageVersion } from './version.js';

const commands = [
  addStreams,
  addConsumers,
  addInfo,
  addQuery,
  addDiff,
  addBackup,
  addRestore,
  addEvents,
  addSchema,
  addCheck,
  addCompletion,
];

const exitCodes = `
Exit codes: 0 done, 1 failed or different, 2 wrong usage; those of Nagios for check.`;
const sharedOptions = `
Where to connect, --json, --timeout and --trace: see jsm --help.`;

/** Runs one command line and gives its exit code. Nothing of the process is touched but by `io`. */
export async function main(args: readonly string[], io: Io): Promise<ExitCode> {
  let code: ExitCode = 0;
  let failure: ExitCode = 1;
  const context: CommandContext = {
    io,
    finish: (given) => void (code = given),
    failWith: (given) => void (failure = given),
  };
  try {
    await buildProgram(context).parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    return report(error, io, failure);
  }
}

function buildProgram(context: CommandContext): Command {
  const { io } = context;
  const program = new Command('jsm')
    .description('Manages JetStream: streams, consumers, backups, schemas, events and checks.')
    .version(packageVersion(), '-V, --version', 'print the version')
    .option('--json', 'print JSON instead of tables');
  addConnectionOptions(program);
  // Subcommands inherit these when they are added, so they come first.
  program
    .exitOverride()
    .addHelpText('afterAll', ({ command }) => (command === program ? exitCodes : sharedOptions))
    .showHelpAfterError('(see --help)')
    .configureOutput({ writeOut: (text) => io.out(text.trimEnd()), writeErr: (text) => io.err(text.trimEnd()) });
  for (const add of commands) add(program, context);
  return program;
}

/** Names, queries and options that the library refuses before it asks a server. */
const usageCodes: ReadonlySet<string> = new Set(['INVALID_NAME', 'INVALID_OPTIONS', 'INVALID_QUERY']);

/** Says what went wrong and gives the exit code: `failure`, unless the command line is at fault. */
function report(error: unknown, io: Io, failure: ExitCode): ExitCode {
  // Commander has said what is wrong by itself; help and version are no failures.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof UsageError) {
    io.err(error.message);
    return 2;
  }
  const text = error instanceof Error ? error.message : String(error);
  if (!isJetStreamManagerError(error)) {
    io.err(`jsm: ${text}`);
    return failure;
  }
  io.err(text);
  return usageCodes.has(error.code) ? 2 : failure;
}
