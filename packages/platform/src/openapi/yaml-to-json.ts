import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { constants, setPriority } from 'node:os';
import { text as textOf } from 'node:stream/consumers';
import { limits, openApiYaml, withoutMark } from '@symphony-ts/contract';
import * as z from 'zod';
import { processorTimeMs } from './processor-time.js';

/** The program of the process. It is text, so that bundlers need not find it. */
const source = `
const { library, text, options, most } = JSON.parse(require('node:fs').readFileSync(0, 'utf8'));
const answer = (what) => process.stdout.write(JSON.stringify(what));
try {
  const value = require(library).parse(text, options);
  // Aliases share one value, which is written each time it is named. So the length of the result is computed before it is
  // written.
  let left = most;
  const open = [value];
  while (open.length > 0 && left >= 0) {
    const next = open.pop();
    left -= typeof next === 'string' ? next.length + 1 : 2;
    if (typeof next !== 'object' || next === null) continue;
    left -= Object.keys(next).length;
    if (left >= 0) for (const key in next) { left -= Array.isArray(next) ? 0 : key.length; open.push(next[key]); }
  }
  const json = left < 0 ? undefined : (JSON.stringify(value) ?? 'null');
  answer(json === undefined || json.length > most ? { isLong: true } : { json });
} catch (error) {
  answer({ reason: String(error.message) });
}
`;
/** How much time and memory the process may use. The limits are above what the largest documents of people need. */
const MOST_MS = 5_000;
/**
 * How long the process may take in all. It has a low priority, so on a busy machine it waits for the others, and that is not the
 * fault of the document.
 */
const LONGEST_MS = 20_000;
const LOOK_MS = 200;
const flags = ['--max-old-space-size=64', '--max-semi-space-size=4', '--input-type=commonjs', '--eval', source];
/** The variables that Node needs. The environment may contain secrets as well. */
const needed = ['LD_LIBRARY_PATH', 'SystemRoot'] as const;

const Answer = z.object({ json: z.string().optional(), reason: z.string().optional(), isLong: z.boolean().optional() });

const costly = new WeakSet<Error>();

function tooCostly(text: string): Error {
  const error = new Error(text);
  costly.add(error);
  return error;
}

/** Whether a document was refused because it needs too much time or memory, which also depends on the machine. */
export const isTooCostly = (error: Error): boolean => costly.has(error);

/**
 * Turns the YAML of an extension into JSON, in a process with limits of time and memory. YAML takes a hundred times as long as
 * JSON of the same length, and with aliases a short text becomes a long document. A thread would not do, because the platform
 * would keep the memory that it has used.
 *
 * @throws `Error` that says what is wrong with the document, and which limit it exceeds
 */
export async function yamlToJson(text: string): Promise<string> {
  const env = Object.fromEntries(needed.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
  const child = spawn(process.execPath, flags, { stdio: ['pipe', 'pipe', 'ignore'], env });
  let isLate = false;
  const began = performance.now();
  const late = setInterval(() => {
    const tookMs = performance.now() - began;
    if (tookMs < LONGEST_MS && (processorTimeMs(child.pid) ?? tookMs) < MOST_MS) return;
    isLate = true;
    child.kill('SIGKILL');
  }, LOOK_MS);
  const library = createRequire(import.meta.url).resolve('yaml');
  try {
    const started = new Promise<void>((resolve, reject) => child.once('spawn', resolve).once('error', reject));
    // The process may end before it has read everything. Its output gives the reason.
    child.stdin.on('error', () => undefined);
    await started;
    yieldTo(child.pid);
    child.stdin.end(
      JSON.stringify({ library, text: withoutMark(text), options: openApiYaml, most: limits.openApiBytes }),
    );
    const answer = await textOf(child.stdout);
    if (isLate) throw tooCostly(`it takes more than ${MOST_MS} ms to read`);
    if (answer === '') throw tooCostly('it takes too much memory to read');
    return jsonOf(answer);
  } finally {
    clearInterval(late);
    child.kill('SIGKILL');
  }
}

function jsonOf(answer: string): string {
  const { json, reason, isLong } = Answer.parse(JSON.parse(answer));
  if (isLong === true)
    throw new Error(`with its aliases written out, it has more than ${limits.openApiBytes} characters`);
  if (json === undefined) throw new Error(reason ?? 'it cannot be read');
  return json;
}

/** Gives the process a low priority: everything else on the machine comes first. */
function yieldTo(pid: number | undefined): void {
  try {
    if (pid !== undefined) setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // It has ended already, or the system does not permit it. Then it runs with the normal priority.
  }
}
