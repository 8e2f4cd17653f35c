import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { errorCode, RESERVED_PREFIXES } from '@symphony-ts/contract';
import { type Command, InvalidArgumentError } from 'commander';
import { quoteForShell } from '../process/quote-for-shell.js';
import { packageVersion } from '../process/version.js';
import { classNameFrom, prefixFrom, titleFrom } from '../scaffold/names.js';
import { scaffold } from '../scaffold/scaffold.js';
import type { CommandContext } from './command-context.js';
import { prefixArgument } from './options.js';

/** `new <dir>`: a new extension, with a test. */
export function declareNew(command: Command, { output }: CommandContext): void {
  command
    .description('Creates a folder with a new extension and its test, ready for npm install.')
    .argument('<dir>', 'the folder; it must be new or empty')
    .option('--prefix <prefix>', 'prefix of the extension (default: the name of the folder)', newPrefix)
    .action(async (dir: string, flags: { readonly prefix?: string }, command: Command) => {
      const prefix = flags.prefix ?? prefixFrom(path.basename(path.resolve(dir)));
      if (prefix === undefined) return command.error(`error: '${dir}' gives no prefix; name one with --prefix`);
      if (await isTaken(dir)) return command.error(`error: ${dir} exists and is not an empty folder`);
      const blanks = { prefix, title: titleFrom(prefix), className: classNameFrom(prefix), version: packageVersion() };
      for (const file of await scaffold(dir, blanks)) output.out(path.join(dir, file));
      return output.err(`\nNext: cd ${quoteForShell(dir)} && npm install && npm test && npm run dev`);
    });
}

function newPrefix(text: string): string {
  if (RESERVED_PREFIXES.includes(text)) throw new InvalidArgumentError('The platform keeps this prefix for itself.');
  return prefixArgument(text);
}

const isTaken = (dir: string): Promise<boolean> =>
  readdir(dir).then(
    (entries) => entries.length > 0,
    (error: unknown) => errorCode(error) !== 'ENOENT',
  );
