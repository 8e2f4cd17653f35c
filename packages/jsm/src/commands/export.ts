import { exportAssets, formatExactJson, type SkippedAsset } from '@symphony-ts/jetstream-manager';
import { withoutUndefined } from '@symphony-ts/jetstream-manager/internal';
import { type Command, Option } from 'commander';
import { type AddCommand, isJson, withManager } from '../running/command-context.js';
import { errorText } from '../view/error-text.js';

interface ExportFlags {
  readonly stream?: string;
  readonly consumers: boolean;
  readonly format: 'yaml' | 'json';
}

/** `jsm export`: prints the existing assets as a file. The exit code is 1 if one of them cannot be read. */
export const addExport: AddCommand = (program, context) => {
  program
    .command('export')
    .description('print streams, consumers and buckets as a file for jsm apply')
    .option('--stream <name>', 'only this stream')
    .option('--no-consumers', 'omit consumers')
    .addOption(new Option('--format <name>', 'format of the file').choices(['yaml', 'json']).default('yaml'))
    .action(async ({ stream, consumers, format }: ExportFlags, command: Command) => {
      let skipped = 0;
      const onSkipped = ({ stream: name, consumer, trouble }: SkippedAsset): void => {
        skipped += 1;
        context.io.err(`Not exported: ${[name, consumer].filter(Boolean).join(' > ')}: ${errorText(trouble)}`);
      };
      const options = { consumers, onSkipped, ...withoutUndefined({ stream }) };
      const assets = await withManager(command, context, (manager) => exportAssets(manager, options));
      context.finish(skipped === 0 ? 0 : 1);
      if (isJson(command) || format === 'json') return context.io.out(formatExactJson(assets, 2));
      const { stringify } = await import('yaml');
      context.io.out(stringify(assets).trimEnd());
    });
};
