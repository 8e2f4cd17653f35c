import {
  describeType,
  formatExactJson,
  parseExactJson,
  schema,
  schemaSearch,
  typeForMessage,
  validate,
} from '@symphony-ts/jetstream-manager';
import type { Command } from 'commander';
import { parsePattern } from '../input/parse-option.js';
import { readInputFile } from '../input/read-input-file.js';
import { UsageError } from '../process/usage-error.js';
import { type AddCommand, type CommandContext, isJson, lookOf } from '../running/command-context.js';
import { formatTable } from '../view/table.js';

/** `jsm schema …`: the message types of NATS. It needs no connection. */
export const addSchema: AddCommand = (program, context) => {
  const group = program.command('schema').description('list, search and view message types, validate messages');
  group
    .command('list')
    .description('list all message types')
    .action((_options: object, command: Command) => list('', command, context));
  group
    .command('search')
    .description('list the message types whose name matches a regular expression')
    .argument('<pattern>')
    .action((pattern: string, _options: object, command: Command) => list(pattern, command, context));
  group
    .command('view')
    .description('print the JSON Schema of a message type')
    .argument('<type>')
    .action((type: string) => context.io.out(JSON.stringify(schema(type), undefined, 2)));
  group
    .command('validate')
    .description('check a message; exit code 1 if it is not valid')
    .argument('<file>', 'JSON file, - for standard input')
    .argument('[type]', 'message type; default the type that the message names')
    .action(async (file: string, type: string | undefined, _options: object, command: Command) => {
      await check(file, type, command, context);
    });
};

function list(pattern: string, command: Command, context: CommandContext): void {
  const { io, finish } = context;
  parsePattern(pattern);
  const types = schemaSearch(pattern).map((type) => ({ type, ...describeType(type) }));
  if (isJson(command)) io.out(JSON.stringify(types, undefined, 2));
  else if (types.length === 0) io.err('No message type matches.');
  else
    io.out(
      formatTable(
        'Message types',
        ['Type', 'Since', 'Description'],
        types.map((t) => [t.type, t.since, t.description]),
        lookOf(command, context),
      ),
    );
  finish(types.length === 0 ? 1 : 0);
}

async function check(file: string, given: string | undefined, command: Command, context: CommandContext) {
  const { io, finish } = context;
  const text = await readInputFile(file, io);
  const message = parse(text, file);
  const type = given ?? typeForMessage(text);
  if (given === undefined && type === 'io.nats.unknown_message') {
    throw new UsageError(`the message in ${file} does not name its type; add the type to the command`);
  }
  const result = validate(type, message);
  const issues = result.ok ? [] : result.issues;
  if (isJson(command)) io.out(formatExactJson({ type, ok: result.ok, issues }, 2));
  else if (result.ok) io.out(`a valid ${type}`);
  else
    io.out(
      formatTable(
        `Not a valid ${type}`,
        ['Field', 'Problem'],
        issues.map(({ field, message }) => [field || '(message)', message]),
        lookOf(command, context),
      ),
    );
  finish(result.ok ? 0 : 1);
}

function parse(text: string, file: string): unknown {
  try {
    return parseExactJson(text);
  } catch (error) {
    throw new UsageError(`${file === '-' ? 'the input' : file} is not JSON`, { cause: error });
  }
}
