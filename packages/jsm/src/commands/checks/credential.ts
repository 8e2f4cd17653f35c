import { checkCredential } from '@symphony-ts/jetstream-manager';
import type { Command } from 'commander';
import type { AddCommand } from '../../running/command-context.js';
import { runCheckCommand } from './run-check-command.js';
import { addThreshold, readThreshold } from './threshold-options.js';

/** `jsm check credential FILE`: how long a credentials file is valid. Needs no connection. */
export const addCredentialCheck: AddCommand = (group, context) => {
  const command = group
    .command('credential')
    .description('check when a credentials file expires')
    .argument('<file>')
    .option('--require-expiry', 'a credential without expiry is critical');
  addThreshold(command, 'validity', 'duration', 'remaining validity');
  command.action(async (file: string, flags: { requireExpiry?: boolean }, self: Command) => {
    const options = { ...readThreshold(self, 'validity', 'validity'), requiresExpiry: flags.requireExpiry ?? false };
    await runCheckCommand(self, context, { suite: 'credential', name: file }, () => checkCredential(file, options));
  });
};
