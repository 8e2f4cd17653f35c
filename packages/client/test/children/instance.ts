import { connectSymphony } from '../../src/index.js';
import { FileStore } from '../../src/internal.js';

/** Connects as an instance of `catalog`, prints its id, and stays until its input ends. */
async function main(): Promise<void> {
  const { FOLDER = '', ADDRESS = '' } = process.env;
  const connection = await connectSymphony({
    prefix: 'catalog',
    address: ADDRESS,
    credentialStore: new FileStore(`${FOLDER}/cirata/credentials`),
  });
  console.log(JSON.stringify(connection.identity.instanceId));
  process.stdin.resume().once('end', () => void connection.close());
}

main().catch((error: unknown) => {
  console.log(JSON.stringify(String(error)));
  process.exitCode = 1;
});
