import { checkKv } from '@symphony-ts/jetstream-manager';
import { withoutUndefined } from '@symphony-ts/jetstream-manager/internal';
import type { Command } from 'commander';
import { type AddCommand, withManager } from '../../running/command-context.js';
import { runCheckCommand } from './run-check-command.js';
import { addThreshold, readThreshold } from './threshold-options.js';

/** `jsm check kv BUCKET`: a key-value bucket and a key in it. */
export const addKvCheck: AddCommand = (group, context) => {
  const command = group
    .command('kv')
    .description('check a key-value bucket')
    .argument('<bucket>')
    .option('--key <key>', 'key that must have a value');
  addThreshold(command, 'values', 'number', 'number of values');
  command.action(async (bucket: string, flags: { key?: string }, self: Command) => {
    const options = { ...readThreshold(self, 'values', 'values'), ...withoutUndefined({ key: flags.key }) };
    const check = () => withManager(self, context, (manager) => checkKv(manager, bucket, options));
    await runCheckCommand(self, context, { suite: 'kv', name: bucket }, check);
  });
};
