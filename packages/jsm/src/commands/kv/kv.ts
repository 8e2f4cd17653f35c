import type { AddCommand } from '../../running/command-context.js';
import { addKvBuckets } from './kv-buckets.js';
import { addKvHistory } from './kv-history.js';
import { addKvReads } from './kv-reads.js';
import { addKvRemovals } from './kv-removals.js';
import { addKvWrites } from './kv-writes.js';

/** `jsm kv …`: what the `nats` tool calls by the same names. */
export const addKv: AddCommand = (program, context) => {
  const group = program.command('kv').description('make, read, write, watch and remove key-value buckets');
  for (const add of [addKvBuckets, addKvReads, addKvWrites, addKvRemovals, addKvHistory]) add(group, context);
};
