import { SymphonyClient } from '@symphony-ts/client';
import type { Command } from 'commander';
import type { CommandContext } from './command-context.js';
import {
  type ConnectionFlags,
  jsonArgument,
  positiveNumber,
  prefixArgument,
  readConnection,
  withConnection,
} from './options.js';

export interface CallFlags extends ConnectionFlags {
  readonly timeout: number;
}

/** The call that the user requests: `<prefix> <name> [json]`. */
export interface RequestedCall<F extends CallFlags> {
  readonly prefix: string;
  readonly name: string;
  readonly payload: unknown;
  readonly flags: F;
}

/** The texts of a command that makes one call. */
export interface CallTexts {
  readonly description: string;
  /** The argument with the name of the called endpoint or command, and its description. */
  readonly name: readonly [argument: string, description: string];
  readonly payload: string;
  readonly timeout: string;
  readonly examples: string;
}

const TIMEOUT_MS = 5_000;

/** Connects, makes one call to an extension, and prints its reply. */
export function declareCall<F extends CallFlags>(
  command: Command,
  { output }: CommandContext,
  {
    texts,
    call,
  }: {
    readonly texts: CallTexts;
    readonly call: (client: SymphonyClient, requested: RequestedCall<F>) => Promise<unknown>;
  },
): void {
  withConnection(command)
    .description(texts.description)
    .argument('<prefix>', 'prefix of the extension', prefixArgument)
    .argument(...texts.name)
    .argument('[json]', texts.payload, jsonArgument)
    .option('--timeout <ms>', texts.timeout, positiveNumber, TIMEOUT_MS)
    .addHelpText('after', texts.examples)
    .action(async (prefix: string, name: string, payload: unknown, flags: F) => {
      await using client = await SymphonyClient.connect(readConnection(flags));
      output.out(formatReply(await call(client, { prefix, name, payload, flags })));
    });
}

/** The printed form of a reply: text unchanged, bytes as base64, anything else as indented JSON. */
function formatReply(reply: unknown): string {
  if (typeof reply === 'string') return reply;
  if (reply instanceof Uint8Array) return Buffer.from(reply).toString('base64');
  return JSON.stringify(reply, undefined, 2) ?? '';
}
