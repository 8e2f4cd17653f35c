import type { AddCommand } from '../../running/command-context.js';
import { addObjectContent } from './object-content.js';
import { addObjectReads } from './object-reads.js';
import { addObjectStores } from './object-stores.js';

/** `jsm object …`: the commands have the same names as in the `nats` tool. */
export const addObject: AddCommand = (program, context) => {
  const group = program
    .command('object')
    .alias('obj')
    .description('create, read, write, watch and delete object stores');
  for (const add of [addObjectStores, addObjectReads, addObjectContent]) add(group, context);
};
