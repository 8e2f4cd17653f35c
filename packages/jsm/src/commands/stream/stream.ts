import type { AddCommand } from '../../running/command-context.js';
import { addStreamInfo } from '../show/info.js';
import { listStreams } from '../show/streams.js';
import { addView } from '../view/view.js';
import { addStreamContent } from './stream-content.js';
import { addStreamLife } from './stream-life.js';
import { addStreamReport } from './stream-report.js';

/** `jsm stream …`: what the `nats` tool calls by the same names. */
export const addStream: AddCommand = (program, context) => {
  const group = program.command('stream').description('make, change, read and remove streams');
  listStreams(group.command('ls').alias('list'), context);
  for (const add of [addStreamInfo, addStreamLife, addStreamContent, addView, addStreamReport]) add(group, context);
};
