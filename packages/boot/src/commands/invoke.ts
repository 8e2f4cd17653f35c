import { SymphonyClient } from '@symphony-ts/client';
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

interface InvokeFlags extends ConnectionFlags {
  readonly instance?: string;
  readonly timeout: number;
}

const TIMEOUT_MS = 5_000;
const EXAMPLES = `
Examples:
  $ symphony-boot invoke catalog list
  $ symphony-boot invoke catalog add '{"name":"Widget"}' --timeout 30000`;

/** `invoke <prefix> <endpoint> [json]`: one request, its answer printed. */
export function declareInvoke(command: Command, { output }: CommandContext): void {
  withConnection(command)
    .description('Sends one request to an endpoint of an extension and prints the answer.')
    .argument('<prefix>', 'prefix of the extension', prefixArgument)
    .argument('<endpoint>', 'name of its endpoint; with --instance, of its instance handler')
    .argument('[json]', 'the request, as JSON', jsonArgument)
    .option('--instance <id>', 'ask this instance only')
    .option('--timeout <ms>', 'how long to wait for the answer', positiveNumber, TIMEOUT_MS)
    .addHelpText('after', EXAMPLES)
    .action(async (prefix: string, endpoint: string, input: unknown, flags: InvokeFlags) => {
      await using client = await SymphonyClient.connect(readConnection(flags));
      const extension = client.extension(prefix);
      const target = flags.instance === undefined ? extension : extension.instance(flags.instance);
      output.out(formatReply(await target.invoke(endpoint, input, { timeoutMs: flags.timeout })));
    });
}
