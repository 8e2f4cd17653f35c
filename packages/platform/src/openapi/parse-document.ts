import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { openApiYaml, parseOpenApiJson, toError, withoutMark } from '@symphony-ts/contract';
import { parse } from 'yaml';

/** What the thread runs. It is text because a bundler need not know of it then. */
const source = `
const { parentPort, workerData } = require('node:worker_threads');
const { parse } = require(workerData.library);
parentPort.postMessage(parse(workerData.text, workerData.options));
`;
/** Below this many characters a thread costs more than it saves. */
const THREAD_FROM = 4_096;
/** How long the thread may take, and how much memory, in MB. */
const MOST_MS = 5_000;
const MOST_MB = 128;

/**
 * Parses a document that somebody else wrote, JSON or YAML.
 *
 * @throws `Error` that says what is wrong with the document, and which limit it exceeds
 */
export function parseDocument(text: string): unknown {
  return parseOpenApiJson(text) ?? parse(withoutMark(text), openApiYaml);
}

/**
 * The same, but long YAML is parsed by a thread of its own, which may not take long: it costs a hundred times what JSON of the
 * same length costs.
 */
export async function parseDocumentAside(text: string): Promise<unknown> {
  const json = parseOpenApiJson(text);
  if (json !== undefined) return json;
  const yaml = withoutMark(text);
  return yaml.length < THREAD_FROM ? (parse(yaml, openApiYaml) as unknown) : parseInThread(yaml);
}

function parseInThread(text: string): Promise<unknown> {
  const library = createRequire(import.meta.url).resolve('yaml');
  const resourceLimits = { maxOldGenerationSizeMb: MOST_MB };
  const worker = new Worker(source, {
    eval: true,
    workerData: { library, text, options: openApiYaml },
    resourceLimits,
  });
  return new Promise<unknown>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`it takes more than ${MOST_MS} ms to read`)), MOST_MS);
    worker.once('message', resolve);
    worker.once('error', (error) => reject(toError(error)));
    worker.once('exit', () => {
      clearTimeout(late);
      reject(new Error('it cannot be read'));
    });
  }).finally(() => void worker.terminate());
}
