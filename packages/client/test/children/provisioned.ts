import { type CredentialStore, connectSymphony } from '../../src/index.js';
import { openFileStore } from '../../src/internal.js';

/** Stores files. If the test wants it, the process dies between the answer with a new key and the storing. */
function openStore(dies: boolean): CredentialStore {
  const files = openFileStore(process.env);
  if (!dies) return files;
  return {
    label: files.label,
    list: () => files.list(),
    read: (name) => files.read(name),
    remove: (name) => files.remove(name),
    write: () => {
      process.kill(process.pid, 'SIGKILL');
      return new Promise(() => undefined);
    },
  };
}

/** Connects as an extension that stores its token in files, prints the id of its key, and ends. */
async function main(): Promise<void> {
  const { ADDRESS = '', DIES } = process.env;
  const connection = await connectSymphony({
    prefix: 'catalog',
    address: ADDRESS,
    credentialStore: openStore(DIES !== undefined),
  });
  console.log(JSON.stringify(connection.identity.instanceId));
  await connection.close();
}

main().catch((error: unknown) => {
  console.log(JSON.stringify(String(error)));
  process.exitCode = 1;
});
