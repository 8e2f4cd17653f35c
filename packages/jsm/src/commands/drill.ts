import { drillBackup, formatExactJson } from '@symphony-ts/jetstream-manager';
import { grouped } from '@symphony-ts/jetstream-manager/internal';
import type { Command } from 'commander';
import { type AddCommand, isJson, withManager } from '../running/command-context.js';
import { orInterrupted } from '../running/interrupt.js';
import { createProgressBar } from '../view/progress.js';

/** `jsm drill DIRECTORY`: proves that a backup can be restored. */
export const addDrill: AddCommand = (program, context) => {
  program
    .command('drill')
    .description('restore the backup of a stream under a temporary name, compare every message, and delete it')
    .argument('<directory>')
    .action(async (directory: string, _options: object, command: Command) => {
      const { io } = context;
      const bar = createProgressBar(isJson(command) ? undefined : io.progress);
      try {
        const options = { onProgress: bar.onProgress, signal: io.signal };
        const drill = withManager(command, context, (manager) => drillBackup(manager, directory, options));
        const result = await orInterrupted(drill, 'the temporary stream was deleted');
        const { stream, messages, consumers } = result;
        const text = `${stream}: ${grouped(messages)} messages and ${consumers} consumers restored and compared`;
        io.out(isJson(command) ? formatExactJson(result, 2) : text);
      } finally {
        bar.stop();
      }
    });
};
