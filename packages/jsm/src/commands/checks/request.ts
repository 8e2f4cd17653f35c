import { checkRequest } from '@symphony-ts/jetstream-manager';
import { withoutUndefined } from '@symphony-ts/jetstream-manager/internal';
import type { Command } from 'commander';
import { collect } from '../../input/list-option.js';
import { parsePattern } from '../../input/parse-option.js';
import { UsageError } from '../../process/usage-error.js';
import { type AddCommand, withConnection } from '../../running/command-context.js';
import { runCheckCommand } from './run-check-command.js';
import { addThreshold, readThreshold } from './threshold-options.js';

interface Flags {
  readonly payload?: string;
  readonly header?: readonly string[];
  readonly matchPayload?: string;
  readonly matchHeader?: readonly string[];
}

/** `jsm check request SUBJECT`: whether a service answers, and how. */
export const addRequestCheck: AddCommand = (group, context) => {
  const command = group
    .command('request')
    .description('send a request and check the answer')
    .argument('<subject>')
    .option('--payload <text>', 'payload of the request')
    .option('-H, --header <name:value>', 'header of the request; repeat it for more', collect)
    .option('--match-payload <expression>', 'regular expression that the answer must match')
    .option('--match-header <name:value>', 'header that the answer must have; repeat it for more', collect);
  addThreshold(command, 'response', 'duration', 'time until the answer');
  command.action(async (subject: string, flags: Flags, self: Command) => {
    const options = {
      ...readThreshold(self, 'response', 'responseSeconds'),
      ...withoutUndefined({ payload: flags.payload }),
      ...(flags.matchPayload !== undefined && { response: parsePattern(flags.matchPayload) }),
      headers: parseHeaders(flags.header),
      responseHeaders: parseHeaders(flags.matchHeader),
    };
    const check = () =>
      withConnection(self, context, (nc, { timeoutMs }) => checkRequest(nc, subject, { ...options, timeoutMs }));
    await runCheckCommand(self, context, { suite: 'request', name: subject }, check);
  });
};

function parseHeaders(texts: readonly string[] = []): Readonly<Record<string, string>> {
  return Object.fromEntries(
    texts.map((text) => {
      const [, name, value] = /^([^:\s]+):\s*(.*)$/.exec(text) ?? [];
      if (name === undefined || value === undefined)
        throw new UsageError(`"${text}" is not a header; write Name:value`);
      return [name, value];
    }),
  );
}
