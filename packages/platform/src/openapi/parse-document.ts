import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { errorCode, limits, openApiYaml, parseOpenApiJson, toError, withoutMark } from '@symphony-ts/contract';
import { parse } from 'yaml';

/** What the thread runs. It is text because a bundler need not know of it then. */
const source = `
const { parentPort, workerData } = require('node:worker_threads');
const { parse } = require(workerData.library);
const { text, options, most } = workerData;
const value = parse(text, options);
// Aliases share one value, which is written out as often as it is named: its length is known before that.
let left = most;
const open = [value];
while (open.length > 0 && left >= 0) {
  const next = open.pop();
  left -= typeof next === 'string' ? next.length + 1 : 2;
  if (typeof next !== 'object' || next === null) continue;
  left -= Object.keys(next).length;
  if (left >= 0) for (const key in next) { left -= Array.isArray(next) ? 0 : key.length; open.push(next[key]); }
}
const json = left < 0 ? '' : (JSON.stringify(value) ?? 'null');
parentPort.postMessage(json.length > most ? '' : json);
`;
/** How long the thread may take, and how much memory: more than the largest documents take that people write. */
const MOST_MS = 5_000;
const OUT_OF_MEMORY = 'ERR_WORKER_OUT_OF_MEMORY';
const memory = { maxOldGenerationSizeMb: 48, maxYoungGenerationSizeMb: 8 } as const;

const costly = new WeakSet<Error>();

function tooCostly(text: string): Error {
  const error = new Error(text);
  costly.add(error);
  return error;
}

/** Whether a document was refused because it takes more time or memory than there is: that depends on the machine, too. */
export const isTooCostly = (error: Error): boolean => costly.has(error);

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
  const worker = new Worker(source, {
    eval: true,
    workerData: { library, text: withoutMark(text), options: openApiYaml, most: limits.openApiBytes },
    resourceLimits: memory,
  });
  return new Promise<string>((resolve, reject) => {
    const late = setTimeout(() => reject(tooCostly(`it takes more than ${MOST_MS} ms to read`)), MOST_MS);
    worker.once('message', (json: string) => {
      if (json === '')
        reject(new Error(`with its aliases written out, it has more than ${limits.openApiBytes} characters`));
      else resolve(json);
    });
    worker.once('error', (error) =>
      reject(errorCode(error) === OUT_OF_MEMORY ? tooCostly('it takes too much memory to read') : toError(error)),
    );
    worker.once('exit', () => {
      clearTimeout(late);
      reject(new Error('it cannot be read'));
    });
  }).finally(() => void worker.terminate());
}
