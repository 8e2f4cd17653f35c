import type { AddCommand } from '../../running/command-context.js';
import { addStreamBackup } from '../backup/nats-backup-words.js';
import { addStreamInfo } from '../show/info.js';
import { listStreams } from '../show/streams.js';
import { addView } from '../view/view.js';
import { addStreamCluster } from './stream-cluster.js';
import { addStreamContent } from './stream-content.js';
import { addStreamLife } from './stream-life.js';
import { addStreamReport } from './stream-report.js';

/** `jsm stream …`: the commands have the same names as in the `nats` tool. */
export const addStream: AddCommand = (program, context) => {
  const group = program
    .command('stream')
    .aliases(['str', 'st', 's'])
    .description('create, change, read and delete streams');
  listStreams(group.command('ls').aliases(['list', 'l']), context);
  for (const add of [
    addStreamInfo,
    addStreamLife,
    addStreamContent,
    addStreamCluster,
    addView,
    addStreamReport,
    addStreamBackup,
  ])
    add(group, context);
};
