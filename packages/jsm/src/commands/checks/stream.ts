import { checkStream, type StreamCheckOptions } from '@symphony-ts/jetstream-manager';
import { withoutUndefined } from '@symphony-ts/jetstream-manager/internal';
import type { Command } from 'commander';
import { type AddCommand, withManager } from '../../running/command-context.js';
import { runCheckCommand } from './run-check-command.js';
import { addValues } from './threshold-options.js';

type Flags = Omit<StreamCheckOptions, 'messagesWarning' | 'messagesCritical' | 'subjectsWarning' | 'peersExpected'> & {
  readonly peerExpect?: number;
  readonly msgsWarn?: number;
  readonly msgsCritical?: number;
  readonly subjectsWarn?: number;
};

/** `jsm check stream NAME`: a stream's origins, replicas, messages and subjects. */
export const addStreamCheck: AddCommand = (group, context) => {
  const command = group
    .command('stream')
    .description('check a stream; thresholds in its metadata override these options')
    .argument('<stream>');
  addValues(command, [
    ['lag-critical', 'number', 'messages a mirror or source may be behind'],
    ['seen-critical', 'duration', 'time since a mirror or source was active'],
    ['min-sources', 'number', 'smallest number of sources'],
    ['max-sources', 'number', 'largest number of sources'],
    ['peer-expect', 'number', 'servers that must hold the stream'],
    ['peer-lag-critical', 'number', 'operations a replica may be behind'],
    ['peer-seen-critical', 'duration', 'time since a replica was active'],
    ['msgs-warn', 'number', 'warning at this number of messages or fewer'],
    ['msgs-critical', 'number', 'critical at this number of messages or fewer'],
    [
      'subjects-warn',
      'number',
      'warning at this number of subjects or fewer, or at this number or more if the critical bound is greater',
    ],
    [
      'subjects-critical',
      'number',
      'critical at this number of subjects or more, or at this number or fewer if the warning is not smaller',
    ],
  ]);
  command.action(async (stream: string, flags: Flags, self: Command) => {
    const check = () => withManager(self, context, (manager) => checkStream(manager, stream, optionsOf(flags)));
    await runCheckCommand(self, context, { suite: 'stream', name: stream }, check);
  });
};

function optionsOf({ peerExpect, msgsWarn, msgsCritical, subjectsWarn, ...same }: Flags): StreamCheckOptions {
  return {
    ...same,
    ...withoutUndefined({
      peersExpected: peerExpect,
      messagesWarning: msgsWarn,
      messagesCritical: msgsCritical,
      subjectsWarning: subjectsWarn,
    }),
  };
}
