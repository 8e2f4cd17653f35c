import { readManifests } from '@symphony-ts/extension';
import type { Command } from 'commander';
import { loadModule } from '../module/load-module.js';
import type { CommandContext } from './command-context.js';
import { moduleArgument } from './options.js';

/** `openapi <module>`: the OpenAPI document of each extension that has one. */
export function declareOpenApi(command: Command, { output, finish }: CommandContext): void {
  command
    .description('Prints the OpenAPI 3.1 document of a module. Needs no connection.')
    .addArgument(moduleArgument())
    .action(async (file: string) => {
      const manifests = await readManifests(await loadModule(file));
      const documents = manifests.flatMap(({ services }) =>
        services.flatMap(({ metadata }) => metadata['openapi'] ?? []),
      );
      if (documents.length > 0) return documents.forEach((document) => output.out(pretty(document)));
      output.err(`${file} has no OpenAPI document: no extension of it has an @Rest method or a document of its own`);
      return finish(1);
    });
}

/** JSON is indented. A handwritten YAML document is printed unchanged. */
function pretty(document: string): string {
  try {
    return JSON.stringify(JSON.parse(document), undefined, 2);
  } catch {
    return document;
  }
}
