import { JetStreamManagerError } from '../errors/manager-error.js';

const tokens = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s"{}[\],:]+/g;

/**
 * The members of a JSON object as text, so that they can be written again without a change to any number. Throws
 * `INVALID_REPLY` if `text` is not an object. `source` names the origin of the text.
 */
export function readRawMembers(text: string, source: string): ReadonlyMap<string, string> {
  assertObject(text, source);
  const members = new Map<string, string>();
  let depth = 0;
  let key: string | undefined;
  let start = -1;
  let previousEnd = 0;
  for (const match of text.matchAll(tokens)) {
    const [token] = match;
    const end = match.index + token.length;
    if (token === '}' || token === ']') depth -= 1;
    const isMemberEnd = (depth === 1 && token === ',') || (depth === 0 && token === '}');
    if (isMemberEnd && key !== undefined) {
      members.set(key, text.slice(start, previousEnd).trim());
      key = undefined;
    } else if (depth === 1 && token === ':' && start === -1) start = end;
    else if (depth === 1 && key === undefined && token.startsWith('"')) {
      key = JSON.parse(token) as string;
      start = -1;
    }
    if (token === '{' || token === '[') depth += 1;
    previousEnd = end;
  }
  return members;
}

function assertObject(text: string, source: string): void {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return;
  } catch (error) {
    throw new JetStreamManagerError('INVALID_REPLY', `${source} is not JSON`, { cause: error });
  }
  throw new JetStreamManagerError('INVALID_REPLY', `${source} is not a JSON object`);
}
