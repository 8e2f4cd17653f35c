import { type ConsumerCheckOptions, checkConsumer } from '@symphony-ts/jetstream-manager';
import type { Command } from 'commander';
import { type AddCommand, withManager } from '../../running/command-context.js';
import { runCheckCommand } from './run-check-command.js';
import { addValues } from './threshold-options.js';

/** `jsm check consumer STREAM NAME`: how far a consumer is behind. */
export const addConsumerCheck: AddCommand = (group, context) => {
  const command = group
    .command('consumer')
    .description('check a consumer; thresholds in its metadata override these options')
    .argument('<stream>')
    .argument('<consumer>');
  addValues(command, [
    ['outstanding-ack-critical', 'number', 'messages that are delivered but not acknowledged'],
    ['waiting-critical', 'number', 'waiting pull requests'],
    ['unprocessed-critical', 'number', 'messages that are not delivered yet'],
    ['redelivery-critical', 'number', 'messages being redelivered'],
    ['last-delivery-critical', 'duration', 'time since the last delivery'],
    ['last-ack-critical', 'duration', 'time since the last acknowledgement'],
  ]);
  command
    .option('--pinned', 'require a pinned client in every priority group')
    .action(async (stream: string, consumer: string, flags: ConsumerCheckOptions, self: Command) => {
      const check = () => withManager(self, context, (manager) => checkConsumer(manager, stream, consumer, flags));
      await runCheckCommand(self, context, { suite: 'consumer', name: `${stream} > ${consumer}` }, check);
    });
};
