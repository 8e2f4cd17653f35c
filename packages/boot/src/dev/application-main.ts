import 'reflect-metadata';
import { type Schema, withoutUndefined } from '@symphony-ts/contract';
import { type Application, createApplication } from '@symphony-ts/extension';
import {
  type EndpointModel,
  type ExtensionModel,
  type RestModel,
  readApplication,
} from '@symphony-ts/extension/internal';
import { loadModule } from '../module/load-module.js';
import { reportFailure } from '../process/exit-code.js';
import { processOutput } from '../process/output.js';
import type { FromApplication, KeyReply, KeyRequest, LiveExtension, ToApplication } from './messages.js';
import { endWithParent } from './parent-watch.js';
import { sampleInput } from './sample-input.js';

/** The child process of `dev`: it loads the module, receives keys from its parent, and runs until the parent stops it. */
async function main(file: string): Promise<void> {
  leaveSignalsToParent();
  endWithParent();
  const module = await loadModule(file);
  const { model } = readApplication(module);
  const keys = await askKeys({
    kind: 'keys',
    extensions: model.extensions.map(({ prefix, name }) => ({ prefix, name })),
  });
  const application = await createApplication(module, { token: keys.tokens, address: keys.address, signals: false });
  onMessage((message) => {
    if (message.kind === 'stop') void application.stop('development');
  });
  await application.start();
  send({ kind: 'live', extensions: model.extensions.map((extension) => describe(extension, application)) });
  const failure = await application.stopped();
  if (failure) throw failure;
}

/** Ctrl-C reaches every process of a terminal, but the parent decides when to drain. */
function leaveSignalsToParent(): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
}

const send = (message: FromApplication): void => void process.send?.(message);
const onMessage = (listener: (message: ToApplication) => void): void => void process.on('message', listener);

const askKeys = (request: KeyRequest): Promise<KeyReply> =>
  new Promise((resolve) => {
    onMessage((message) => {
      if (message.kind === 'keys') resolve(message);
    });
    send(request);
  });

function describe({ prefix, endpoints, rest }: ExtensionModel, { extensions }: Application): LiveExtension {
  const instanceId = extensions.find((extension) => extension.prefix === prefix)?.instanceId ?? '';
  const easiest = endpoints.find(({ request }) => request === undefined) ?? endpoints[0];
  const operation = rest.find(({ method, path }) => method === 'GET' && !path.includes('{')) ?? rest[0];
  return withoutUndefined({
    prefix,
    instanceId,
    endpoint: easiest && endpointToTry(easiest),
    operation: operation && operationToTry(operation),
  });
}

function endpointToTry({ name, request }: EndpointModel): NonNullable<LiveExtension['endpoint']> {
  return request ? { name, sample: sampleFor(request) } : { name };
}

function operationToTry({ method, path, body }: RestModel): NonNullable<LiveExtension['operation']> {
  return body ? { method, path, sample: sampleFor(body) } : { method, path };
}

/** A schema that cannot describe itself, such as a transform, has only an empty sample. */
function sampleFor(request: Schema): unknown {
  try {
    return sampleInput(request['~standard'].jsonSchema.input({ target: 'draft-2020-12' }));
  } catch {
    return {};
  }
}

try {
  await main(process.argv[2] ?? '');
} catch (error) {
  process.exitCode = reportFailure(error, processOutput);
}
// Now only resources that the module left open could keep this process alive.
process.exit();
