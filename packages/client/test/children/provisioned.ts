import { connectSymphony, type CredentialStore } from '../../src/index.js';
import { FileStore } from '../../src/internal.js';

/** Files, unless the process is to die in the moment between the answer with a new key and its storing. */
function openStore(folder: string, dies: boolean): CredentialStore {
  const files = new FileStore(folder);
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

/** Makes a key of a registration token, prints its id, and ends. */
async function main(): Promise<void> {
  const { XDG_CONFIG_HOME = '', ADDRESS = '', DIES } = process.env;
  const connection = await connectSymphony({
    prefix: 'catalog',
    address: ADDRESS,
    credentialStore: openStore(`${XDG_CONFIG_HOME}/cirata/credentials`, DIES !== undefined),
  });
  console.log(JSON.stringify(connection.identity.instanceId));
  await connection.close();
}

main().catch((error: unknown) => {
  console.log(JSON.stringify(String(error)));
  process.exitCode = 1;
});
