// Starts an extension, calls it once, and prints the files that the process has loaded.
import { Session } from 'node:inspector';
import { fileURLToPath } from 'node:url';

const loaded = [];
const session = new Session();
session.connect();
session.on('Debugger.scriptParsed', ({ params }) => loaded.push(params.url));
session.post('Debugger.enable');

const { createApplication, defineExtension, endpoint } = await import('@symphony-ts/extension');
const extension = defineExtension({
  prefix: 'lean',
  name: 'Lean',
  version: '1.0.0',
  endpoints: { echo: endpoint({}, (input) => input) },
});
const application = await createApplication(extension, { nats: { servers: process.argv[2] }, logger: silent() });
await application.start();
await application.stop();
session.disconnect();

const files = loaded.flatMap((url) =>
  url.startsWith('file:') ? [fileURLToPath(url)] : url.startsWith('/') ? [url] : [],
);
console.log(JSON.stringify(files.filter((file) => file.includes('node_modules'))));

function silent() {
  const nothing = () => undefined;
  const logger = { debug: nothing, info: nothing, warn: nothing, error: console.error, child: () => logger };
  return logger;
}
