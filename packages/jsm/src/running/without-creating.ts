import { formatExactJson, type MessageType, validate } from '@symphony-ts/jetstream-manager';
import { writeFileWhole } from '@symphony-ts/jetstream-manager/internal';
import { type Command, Option } from 'commander';
import { UsageError } from '../process/usage-error.js';
import { formatTable } from '../view/table.js';
import { type CommandContext, isJson, lookOf } from './command-context.js';

/** The options of `nats` that create nothing. */
export interface WithoutCreating {
  readonly validate?: boolean;
  readonly output?: string;
}

/** Adds `--validate` and `--output`. */
export function addWithoutCreating(command: Command): void {
  command
    .option('--validate', 'only check the configuration, without a server; exit code 1 if it is not valid')
    .option('--output <file>', 'write the configuration to a file for --config, and create nothing');
}

/**
 * Checks or saves the configuration if the options say so, and returns whether they do. A configuration that is not valid is
 * not saved.
 */
export async function checkOrSave(
  type: MessageType,
  configuration: object,
  { flags, command, context }: { flags: WithoutCreating; command: Command; context: CommandContext },
): Promise<boolean> {
  const { io, finish } = context;
  if (flags.output === undefined && !flags.validate) return false;
  const result = validate(type, configuration);
  const issues = result.ok ? [] : result.issues;
  const isSaved = flags.output !== undefined && result.ok && !flags.validate;
  if (isSaved) await writeFileWhole(flags.output, `${formatExactJson(configuration, 2)}\n`);
  finish(result.ok ? 0 : 1);
  if (isJson(command)) io.out(formatExactJson({ type, ok: result.ok, issues, configuration }, 2));
  else if (result.ok) io.out(isSaved ? `${flags.output}: written` : 'The configuration is valid.');
  else {
    const rows = issues.map(({ field, message }) => [field || '(all)', message]);
    io.out(formatTable('The configuration is not valid', ['Field', 'Problem'], rows, lookOf(command, context)));
  }
  return true;
}

/** Adds `--interactive`, which is refused with another way. */
export function addInteractive(command: Command): void {
  command.addOption(new Option('-i, --interactive').hideHelp());
}

/** Throws `UsageError` for `--interactive`. `info` and `edit` are the words of the commands to use. */
export function refuseInteractive(flags: object, info: string, edit: string): void {
  if (!('interactive' in flags)) return;
  throw new UsageError(
    `--interactive: jsm opens no editor; run jsm ${info} --json > FILE, edit FILE, and run jsm ${edit} --config FILE`,
  );
}
