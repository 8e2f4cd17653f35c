import type { AddCommand } from '../../running/command-context.js';
import { addKvBuckets } from './kv-buckets.js';
import { addKvHistory } from './kv-history.js';
import { addKvReads } from './kv-reads.js';
import { addKvRemovals } from './kv-removals.js';
import { addKvWrites } from './kv-writes.js';

/** `jsm kv …`: the commands have the same names as in the `nats` tool. */
export const addKv: AddCommand = (program, context) => {
  const group = program.command('kv').description('create, read, write, watch and delete key-value buckets');
  for (const add of [addKvBuckets, addKvReads, addKvWrites, addKvRemovals, addKvHistory]) add(group, context);
};
