import { silentLogger } from '@symphony-ts/contract';
import { openCredentialStore } from '../../src/identity/open-store.js';

const say = (value: unknown): void => console.log(JSON.stringify(value ?? null));

/** Calls all functions of a store, and prints the results. */
async function main(): Promise<void> {
  const store = await openCredentialStore({ env: process.env, logger: silentLogger });
  say(store.label);
  await store.write('ext-catalog', { token: 'T.1.secret', prefix: 'catalog' });
  say(await store.read('ext-catalog'));
  // Pauses, so that the test can look at the store.
  if (process.env['PAUSE']) await new Promise((resolve) => process.stdin.once('data', resolve));
  say(await store.list());
  say(await store.read('ext-none'));
  say(await store.remove('ext-catalog'));
  say(await store.remove('ext-catalog'));
  say(await store.list());
  process.stdin.destroy();
}

void main();
