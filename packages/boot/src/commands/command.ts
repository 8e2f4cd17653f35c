import { buildCommand, commandsSubject } from '@symphony-ts/contract';
import type { Command } from 'commander';
import type { CommandContext } from './command-context.js';
import { type CallTexts, declareCall } from './one-call.js';

const texts: CallTexts = {
  description: 'Sends one command to an extension and prints its result. One instance handles it.',
  name: ['<name>', 'name of the command'],
  payload: 'the payload, as JSON',
  timeout: 'how long to wait for the result',
  examples: `
The key needs the right to publish on cirata.extensions.<prefix>.commands.

Examples:
  $ symphony-boot command orders reindex
  $ symphony-boot command orders reindex '{"from":1}' --timeout 30000`,
};

/** `command <prefix> <name> [json]`: one command, its result printed. */
export function declareCommand(command: Command, context: CommandContext): void {
  declareCall(command, context, {
    texts,
    call: (client, { prefix, name, payload, flags }) =>
      client.request(commandsSubject(prefix), buildCommand(name, payload), { timeoutMs: flags.timeout }),
  });
}
