import { silentLogger } from '@symphony-ts/contract';
import { openCredentialStore } from '../../src/identity/open-store.js';

const say = (value: unknown): void => console.log(JSON.stringify(value ?? null));

/** Goes through all a store can do, printing what it sees. */
async function main(): Promise<void> {
  const store = await openCredentialStore({ env: process.env, logger: silentLogger });
  say(store.label);
  await store.write('ext-catalog', { token: 'T.1.secret', prefix: 'catalog' });
  say(await store.read('ext-catalog'));
  // A pause for somebody else to look.
  if (process.env['PAUSE']) await new Promise((resolve) => process.stdin.once('data', resolve));
  say(await store.list());
  say(await store.read('ext-none'));
  say(await store.remove('ext-catalog'));
  say(await store.remove('ext-catalog'));
  say(await store.list());
  process.stdin.destroy();
}

void main();
