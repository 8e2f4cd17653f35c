import { limits } from './limits.js';

/**
 * Options for reading YAML: with the merge keys of YAML 1.1, as in most tools. The number of aliases is limited, so that a small
 * document cannot become a huge one. Keys are not compared with each other, because that takes quadratic time.
 */
export const openApiYaml = { merge: true, maxAliasCount: 10_000, uniqueKeys: false } as const;

/** Removes the byte order mark that some editors write at the start of a file. */
export const withoutMark = (text: string): string => (text.startsWith('\ufeff') ? text.slice(1) : text);

/**
 * Parses a document that is JSON. Returns `undefined` for YAML, after a check that it is safe to parse.
 *
 * @throws `Error` that says which limit the document exceeds
 */
export function parseOpenApiJson(given: string): unknown {
  const text = withoutMark(given);
  if (text.length > limits.openApiBytes) throw new Error(`it has more than ${limits.openApiBytes} characters`);
  // JSON is also YAML, but its own parser is faster and accepts tabs. A flow mapping of YAML begins with a brace, too.
  const json = text.trimStart().startsWith('{') ? tryJson(text) : undefined;
  if (json !== undefined && isDeepValue(json)) throw new Error(`its nesting is deeper than ${limits.openApiDepth}`);
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

/** Whether values are nested more deeply than allowed. It goes level by level, so that it cannot run out of stack. */
function isDeepValue(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > limits.openApiDepth) return true;
    const next: unknown[] = [];
    for (const parent of level) {
      if (typeof parent === 'object' && parent !== null) for (const child of Object.values(parent)) next.push(child);
    }
    level = next;
  }
  return false;
}

/**
 * Whether YAML is nested more deeply than allowed, judged by its brackets and the indentation of its lines. A parser that runs
 * out of stack ends the process, so this is checked before.
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
