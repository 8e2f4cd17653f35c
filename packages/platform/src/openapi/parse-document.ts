import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { limits, toError } from '@symphony-ts/contract';
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
/** Aliases are bounded against documents that explode; keys are not compared with each other, which is quadratic. */
const options = { maxAliasCount: 100, uniqueKeys: false };

/**
 * Parses a document that somebody else wrote, JSON or YAML.
 *
 * @throws Error that says what is wrong with the document, and which limit it exceeds
 */
export function parseDocument(text: string): unknown {
  return parseJson(text) ?? parse(text, options);
}

/**
 * The same, but long YAML is parsed by a thread of its own, which may not take long: it costs a hundred times what JSON of the
 * same length costs.
 */
export async function parseDocumentAside(text: string): Promise<unknown> {
  const json = parseJson(text);
  if (json !== undefined) return json;
  return text.length < THREAD_FROM ? (parse(text, options) as unknown) : parseInThread(text);
}

/** The value of a JSON document; `undefined` for one that is YAML, of which it is known then that it can be parsed safely. */
function parseJson(text: string): unknown {
  if (text.length > limits.openApiBytes) throw new Error(`it has more than ${limits.openApiBytes} characters`);
  // JSON is YAML, but its own parser is faster and takes tabs. A YAML flow mapping begins with a brace too.
  const json = text.trimStart().startsWith('{') ? tryJson(text) : undefined;
  if (json !== undefined) return json;
  if (text.length > limits.openApiYamlBytes) {
    throw new Error(
      `it has more than ${limits.openApiYamlBytes} characters of YAML; JSON may have ${limits.openApiBytes}`,
    );
  }
  if (isDeep(text)) throw new Error(`its nesting is deeper than ${limits.openApiDepth}`);
  return undefined;
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/**
 * Whether YAML nests deeper than is allowed, told from its brackets and from where its lines begin. A parser that runs out of
 * stack takes the process with it, so that this is found before.
 */
function isDeep(text: string): boolean {
  let open = 0;
  for (const character of text) {
    if (character === '[' || character === '{') open += 1;
    else if ((character === ']' || character === '}') && open > 0) open -= 1;
    if (open > limits.openApiDepth) return true;
  }
  const indents: number[] = [];
  for (const row of text.split('\n')) {
    const [lead = ''] = /^(?:[ \t]|[-?:](?=\s))*/.exec(row) ?? [];
    const marks = lead.replaceAll(/\s/g, '').length;
    while (indents.length > 0 && (indents.at(-1) ?? 0) >= lead.length - marks) indents.pop();
    indents.push(lead.length);
    if (indents.length + marks > limits.openApiDepth) return true;
  }
  return false;
}

function parseInThread(text: string): Promise<unknown> {
  const library = createRequire(import.meta.url).resolve('yaml');
  const resourceLimits = { maxOldGenerationSizeMb: MOST_MB };
  const worker = new Worker(source, { eval: true, workerData: { library, text, options }, resourceLimits });
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
