import type { AddCommand } from '../../running/command-context.js';
import { addObjectContent } from './object-content.js';
import { addObjectReads } from './object-reads.js';
import { addObjectStores } from './object-stores.js';

/** `jsm object …`: what the `nats` tool calls by the same names. */
export const addObject: AddCommand = (program, context) => {
  const group = program.command('object').alias('obj').description('make, read, write, watch and remove object stores');
  for (const add of [addObjectStores, addObjectReads, addObjectContent]) add(group, context);
};
