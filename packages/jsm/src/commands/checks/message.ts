import { checkMessage } from '@symphony-ts/jetstream-manager';
import type { Command } from 'commander';
import { parsePattern } from '../../input/parse-option.js';
import { type AddCommand, withManager } from '../../running/command-context.js';
import { runCheckCommand } from './run-check-command.js';
import { addThreshold, readThreshold } from './threshold-options.js';

interface Flags {
  readonly content?: string;
  readonly bodyTimestamp?: boolean;
}

/** `jsm check message STREAM SUBJECT`: the last message on a subject. */
export const addMessageCheck: AddCommand = (group, context) => {
  const command = group
    .command('message')
    .description('check the last message of a stream on a subject')
    .argument('<stream>')
    .argument('<subject>')
    .option('--content <expression>', 'regular expression that the message must match')
    .option('--body-timestamp', 'the message is a Unix time in seconds; use it for the age');
  addThreshold(command, 'age', 'duration', 'age of the message');
  command.action(async (stream: string, subject: string, flags: Flags, self: Command) => {
    const options = {
      ...readThreshold(self, 'age', 'ageSeconds'),
      ...(flags.content !== undefined && { content: parsePattern(flags.content) }),
      bodyAsTimestamp: flags.bodyTimestamp ?? false,
    };
    const check = () => withManager(self, context, (manager) => checkMessage(manager, stream, subject, options));
    await runCheckCommand(self, context, { suite: 'message', name: `${stream} > ${subject}` }, check);
  });
};
