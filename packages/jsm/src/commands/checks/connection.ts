import { checkConnection } from '@symphony-ts/jetstream-manager';
import type { Command } from 'commander';
import { readConnectionFlags } from '../../connection/connection-options.js';
import { resolveSettings } from '../../connection/connection-settings.js';
import { openConnection } from '../../connection/open-connection.js';
import type { AddCommand } from '../../running/command-context.js';
import { runCheckCommand } from './run-check-command.js';
import { addThreshold, readThreshold } from './threshold-options.js';

/** `jsm check connection`: whether a server answers, and how fast. */
export const addConnectionCheck: AddCommand = (group, context) => {
  const command = group.command('connection').description('connect, ping and send a message');
  addThreshold(command, 'connect', 'duration', 'time to connect');
  addThreshold(command, 'rtt', 'duration', 'time from a ping to its answer');
  addThreshold(command, 'req', 'duration', 'time until a sent message returns');
  addThreshold(command, 'advisories', 'number', 'published vulnerabilities of the server release');
  command.action(async (_options: object, self: Command) => {
    const check = async () => {
      const settings = await resolveSettings(readConnectionFlags(self), context.io);
      return checkConnection(() => openConnection(settings), {
        timeoutMs: settings.timeoutMs,
        ...readThreshold(self, 'connect', 'connectSeconds'),
        ...readThreshold(self, 'rtt', 'rttSeconds'),
        ...readThreshold(self, 'req', 'requestSeconds'),
        ...readThreshold(self, 'advisories', 'advisories'),
      });
    };
    await runCheckCommand(self, context, { suite: 'connection', name: 'Connection' }, check);
  });
};
