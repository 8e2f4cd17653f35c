import { checkAccount } from '@symphony-ts/jetstream-manager';
import { withoutUndefined } from '@symphony-ts/jetstream-manager/internal';
import type { Command } from 'commander';
import { type AddCommand, withManager } from '../../running/command-context.js';
import { runCheckCommand } from './run-check-command.js';
import { addThreshold, addValues, readThreshold } from './threshold-options.js';

interface Flags {
  readonly replicas?: boolean;
  readonly replicaSeenCritical?: number;
  readonly replicaLagCritical?: number;
}

/** `jsm check jetstream`: how much the account uses of its limits. */
export const addAccountCheck: AddCommand = (group, context) => {
  const command = group
    .command('jetstream')
    .description("check the account's use of JetStream")
    .option('--replicas', 'also check the replicas of all streams');
  for (const what of ['mem', 'store', 'streams', 'consumers']) {
    addThreshold(command, what, 'number', `percent of the limit of ${names[what] ?? what}`);
  }
  addValues(command, [
    ['replica-seen-critical', 'duration', 'time since a replica was active'],
    ['replica-lag-critical', 'number', 'operations a replica may be behind'],
  ]);
  command.action(async (flags: Flags, self: Command) => {
    const { replicaSeenCritical, replicaLagCritical } = flags;
    const options = {
      ...readThreshold(self, 'mem', 'memoryPercent'),
      ...readThreshold(self, 'store', 'storagePercent'),
      ...readThreshold(self, 'streams', 'streamsPercent'),
      ...readThreshold(self, 'consumers', 'consumersPercent'),
      ...withoutUndefined({ replicaSeenCritical, replicaLagCritical }),
      replicas: flags.replicas ?? false,
    };
    const check = () => withManager(self, context, (manager) => checkAccount(manager, options));
    await runCheckCommand(self, context, { suite: 'jetstream', name: 'JetStream' }, check);
  });
};

const names: Readonly<Record<string, string>> = { mem: 'memory', store: 'storage' };
