import { Option } from 'commander';
import type { AddCommand } from '../running/command-context.js';
import { addAccountCheck } from './checks/account.js';
import { addConnectionCheck } from './checks/connection.js';
import { addConsumerCheck } from './checks/consumer.js';
import { addCredentialCheck } from './checks/credential.js';
import { addKvCheck } from './checks/kv.js';
import { addMessageCheck } from './checks/message.js';
import { addRequestCheck } from './checks/request.js';
import { checkFormats } from './checks/run-check-command.js';
import { addStreamCheck } from './checks/stream.js';

/** `jsm check …`: for monitoring systems. An unreachable server is a finding, not a failure of the tool. */
export const addCheck: AddCommand = (program, context) => {
  const group = program
    .command('check')
    .description('check health for monitoring systems; exit code 0 OK, 1 warning, 2 critical')
    .addOption(new Option('--format <name>', 'format of the result').choices(checkFormats).default('nagios'))
    .option('--namespace <name>', 'first part of the Prometheus metric names', 'nats');
  const checks = [
    addConnectionCheck,
    addStreamCheck,
    addConsumerCheck,
    addMessageCheck,
    addKvCheck,
    addRequestCheck,
    addAccountCheck,
    addCredentialCheck,
  ];
  for (const add of checks) add(group, context);
};
