import type { AddCommand } from '../../running/command-context.js';
import { addStreamContent } from './stream-content.js';
import { addStreamLife } from './stream-life.js';
import { addStreamReport } from './stream-report.js';

/** `jsm stream …`: what the `nats` tool calls by the same names. */
export const addStream: AddCommand = (program, context) => {
  const group = program.command('stream').description('make, change, read and remove streams');
  for (const add of [addStreamLife, addStreamContent, addStreamReport]) add(group, context);
};
