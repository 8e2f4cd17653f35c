import { readFile } from 'node:fs/promises';
import { readManifests } from '@symphony-ts/extension';
import type { Command } from 'commander';
import { loadModule } from '../module/load-module.js';
import type { CommandContext } from './command-context.js';
import { lineDiff } from './line-diff.js';
import { moduleArgument } from './options.js';

/** `manifest <module>`: prints the manifest that would be registered, without a connection. */
export function declareManifest(command: Command, { output, finish }: CommandContext): void {
  command
    .description('Prints the manifest of a module as JSON, or an array for several extensions. Needs no connection.')
    .addArgument(moduleArgument())
    .option('--check <file>', 'compare with this file instead; prints the difference and ends with 1 if there is one')
    .action(async (file: string, { check }: { readonly check?: string }) => {
      const manifests = await readManifests(await loadModule(file));
      const text = JSON.stringify(manifests.length === 1 ? manifests[0] : manifests, undefined, 2);
      if (check === undefined) return output.out(text);
      const known = await readFile(check, 'utf8').catch(() => undefined);
      if (known === undefined) {
        const fix = `write it with: symphony-boot manifest ${file} > ${check}`;
        return command.error(`error: ${check} cannot be read; ${fix}`);
      }
      if (known.replaceAll('\r\n', '\n').trimEnd() === text) return undefined;
      output.out(lineDiff(known, text));
      output.err(`${check} is not the manifest of ${file} any more; write it anew if the change is meant`);
      return finish(1);
    });
}
