import type { AddCommand } from '../../running/command-context.js';
import { listConsumers } from '../show/consumers.js';
import { addConsumerInfo } from '../show/info.js';
import { addConsumerCluster } from './consumer-cluster.js';
import { addConsumerLife } from './consumer-life.js';
import { addConsumerReport } from './consumer-report.js';
import { addConsumerWork } from './consumer-work.js';

/** `jsm consumer …`: the commands have the same names as in the `nats` tool. */
export const addConsumer: AddCommand = (program, context) => {
  const group = program
    .command('consumer')
    .aliases(['con', 'c'])
    .description('create, change, use and delete consumers');
  listConsumers(group.command('ls').alias('list'), context);
  for (const add of [addConsumerInfo, addConsumerLife, addConsumerWork, addConsumerCluster, addConsumerReport])
    add(group, context);
};
