import type { AddCommand } from '../../running/command-context.js';
import { listConsumers } from '../show/consumers.js';
import { addConsumerInfo } from '../show/info.js';
import { addConsumerLife } from './consumer-life.js';
import { addConsumerReport } from './consumer-report.js';
import { addConsumerWork } from './consumer-work.js';

/** `jsm consumer …`: what the `nats` tool calls by the same names. */
export const addConsumer: AddCommand = (program, context) => {
  const group = program.command('consumer').description('make, change, use and remove consumers');
  listConsumers(group.command('ls').alias('list'), context);
  for (const add of [addConsumerInfo, addConsumerLife, addConsumerWork, addConsumerReport]) add(group, context);
};
