import { exportAssets, formatExactJson } from '@symphony-ts/jetstream-manager';
import { type Command, Option } from 'commander';
import { type AddCommand, isJson, withManager } from '../running/command-context.js';

interface ExportFlags {
  readonly stream?: string;
  readonly consumers: boolean;
  readonly format: 'yaml' | 'json';
}

/** `jsm export`: what is there, as a file. */
export const addExport: AddCommand = (program, context) => {
  program
    .command('export')
    .description('print streams, consumers and buckets as a file that jsm apply takes')
    .option('--stream <name>', 'only this stream')
    .option('--no-consumers', 'leave consumers out')
    .addOption(new Option('--format <name>', 'how to write it').choices(['yaml', 'json']).default('yaml'))
    .action(async ({ stream, consumers, format }: ExportFlags, command: Command) => {
      const options = { consumers, ...(stream === undefined ? {} : { stream }) };
      const assets = await withManager(command, context, (manager) => exportAssets(manager, options));
      if (isJson(command) || format === 'json') return context.io.out(formatExactJson(assets, 2));
      const { stringify } = await import('yaml');
      context.io.out(stringify(assets).trimEnd());
    });
};
