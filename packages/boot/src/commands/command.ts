import { SymphonyClient } from '@symphony-ts/client';
import { buildCommand, commandsSubject } from '@symphony-ts/contract';
import type { Command } from 'commander';
import type { CommandContext } from './command-context.js';
import { formatReply } from './format-reply.js';
import {
  type ConnectionFlags,
  jsonArgument,
  positiveNumber,
  prefixArgument,
  readConnection,
  withConnection,
} from './options.js';

interface CommandFlags extends ConnectionFlags {
  readonly timeout: number;
}

const TIMEOUT_MS = 5_000;
const EXAMPLES = `
The key needs the right to publish on cirata.extensions.<prefix>.commands.

Examples:
  $ symphony-boot command orders reindex
  $ symphony-boot command orders reindex '{"from":1}' --timeout 30000`;

/** `command <prefix> <name> [json]`: one command, its result printed. */
export function declareCommand(command: Command, { output }: CommandContext): void {
  withConnection(command)
    .description('Sends one command to an extension and prints its result. One instance handles it.')
    .argument('<prefix>', 'prefix of the extension', prefixArgument)
    .argument('<name>', 'name of the command')
    .argument('[json]', 'the payload, as JSON', jsonArgument)
    .option('--timeout <ms>', 'how long to wait for the result', positiveNumber, TIMEOUT_MS)
    .addHelpText('after', EXAMPLES)
    .action(async (prefix: string, name: string, payload: unknown, flags: CommandFlags) => {
      await using client = await SymphonyClient.connect(readConnection(flags));
      const envelope = buildCommand(name, payload);
      output.out(formatReply(await client.request(commandsSubject(prefix), envelope, { timeoutMs: flags.timeout })));
    });
}
