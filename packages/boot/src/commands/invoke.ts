import type { Command } from 'commander';
import type { CommandContext } from './command-context.js';
import { type CallFlags, type CallTexts, declareCall } from './one-call.js';

interface InvokeFlags extends CallFlags {
  readonly instance?: string;
}

const texts: CallTexts = {
  description: 'Sends one request to an endpoint of an extension and prints the answer.',
  name: ['<endpoint>', 'name of its endpoint; with --instance, of its instance handler'],
  payload: 'the request, as JSON',
  timeout: 'how long to wait for the answer',
  examples: `
Examples:
  $ symphony-boot invoke catalog list
  $ symphony-boot invoke catalog add '{"name":"Widget"}' --timeout 30000`,
};

/** `invoke <prefix> <endpoint> [json]`: one request, its answer printed. */
export function declareInvoke(command: Command, context: CommandContext): void {
  command.option('--instance <id>', 'ask this instance only');
  declareCall<InvokeFlags>(command, context, {
    texts,
    call: (client, { prefix, name, payload, flags }) => {
      const extension = client.extension(prefix);
      const target = flags.instance === undefined ? extension : extension.instance(flags.instance);
      return target.invoke(name, payload, { timeoutMs: flags.timeout });
    },
  });
}
