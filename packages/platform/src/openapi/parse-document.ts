import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { limits, openApiYaml, parseOpenApiJson, toError, withoutMark } from '@symphony-ts/contract';
import { parse } from 'yaml';

/** What the thread runs. It is text because a bundler need not know of it then. */
const source = `
const { parentPort, workerData } = require('node:worker_threads');
const { parse } = require(workerData.library);
const json = JSON.stringify(parse(workerData.text, workerData.options)) ?? 'null';
parentPort.postMessage(json.length > workerData.most ? '' : json);
`;
/** How long the thread may take, and how much memory, in MB. */
const MOST_MS = 5_000;
const MOST_MB = 128;

/**
 * Parses a document of one's own, JSON or YAML.
 *
 * @throws `Error` that says what is wrong with the document, and which limit it exceeds
 */
export function parseDocument(text: string): unknown {
  return parseOpenApiJson(text) ?? parse(withoutMark(text), openApiYaml);
}

/**
 * Turns YAML that somebody else wrote into JSON, in a thread of its own that may not take long: YAML costs a hundred times what
 * JSON of the same length costs, and aliases make much of little.
 *
 * @throws `Error` that says what is wrong with the document, and which limit it exceeds
 */
export function yamlToJson(text: string): Promise<string> {
  const library = createRequire(import.meta.url).resolve('yaml');
  const resourceLimits = { maxOldGenerationSizeMb: MOST_MB };
  const worker = new Worker(source, {
    eval: true,
    workerData: { library, text: withoutMark(text), options: openApiYaml, most: limits.openApiBytes },
    resourceLimits,
  });
  return new Promise<string>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`it takes more than ${MOST_MS} ms to read`)), MOST_MS);
    worker.once('message', (json: string) => {
      if (json === '')
        reject(new Error(`with its aliases written out, it has more than ${limits.openApiBytes} characters`));
      else resolve(json);
    });
    worker.once('error', (error) => reject(toError(error)));
    worker.once('exit', () => {
      clearTimeout(late);
      reject(new Error('it cannot be read'));
    });
  }).finally(() => void worker.terminate());
}
