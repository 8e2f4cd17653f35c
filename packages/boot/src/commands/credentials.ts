import type { CredentialStore } from '@symphony-ts/client';
import { clearCredentials, listCredentials, openCredentialStore } from '@symphony-ts/client/internal';
import { SymphonyError, silentLogger } from '@symphony-ts/contract';
import type { Command } from 'commander';
import { formatTable } from '../process/table.js';
import type { CommandContext } from './command-context.js';

const KEPT = `
A removed token is forgotten here; its key stays valid on the platform until it is revoked there (symphony-boot keys revoke).`;

/** `credentials`: the stored tokens of this user on this machine. */
export function declareCredentials(command: Command, { output }: CommandContext): void {
  command
    .description("Lists and removes the tokens kept for this user: in the system's keyring, else in ~/.config/cirata.")
    .addHelpText('after', KEPT);
  command
    .command('list')
    .description('Lists stored tokens, without their secrets.')
    .option('--json', 'print JSON')
    .action(async ({ json }: { readonly json?: boolean }) => {
      const store = await openStore();
      const found = await listCredentials(store);
      if (json) return output.out(JSON.stringify(found, undefined, 2));
      if (found.length === 0) return output.err(`nothing is stored in ${store.label}`);
      const rows = found.map(({ name, prefix, host, keyId, created }) => [name, prefix, host, keyId, created]);
      return output.out(formatTable(['NAME', 'EXTENSION', 'PLATFORM', 'KEY', 'CREATED'], rows));
    });
  command
    .command('remove')
    .description('Removes one stored token.')
    .argument('<name>', 'its name in the list, such as ext-catalog')
    .action(async (name: string) => {
      if (!(await (await openStore()).remove(name))) {
        throw new SymphonyError('NOT_FOUND', { what: 'stored credential', id: name });
      }
      output.err(`removed ${name}`);
    });
  command
    .command('clear')
    .description('Removes all stored tokens.')
    .action(async () => {
      const names = await clearCredentials(await openStore());
      output.err(names.length === 0 ? 'nothing was stored' : `removed ${names.join(', ')}`);
    });
}

const openStore = (): Promise<CredentialStore> => openCredentialStore({ env: process.env, logger: silentLogger });
