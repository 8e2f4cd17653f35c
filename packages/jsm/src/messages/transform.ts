import { isDeepStrictEqual } from 'node:util';
import { UsageError } from '../process/usage-error.js';
import { decode } from '../view/message.js';
import { type MessageLine, readLine } from './line.js';

/** Changes a message, or drops it with `undefined`. */
export type Transform = (message: MessageLine) => Promise<MessageLine | undefined>;

/** An expression that calls itself without end would block the process, also for Ctrl-C. */
const limits = { timeout: 10_000, stack: 10_000 };

/**
 * Creates a transform from a JSONata expression. The expression sees `subject`, `headers`, `seq`, `time`, `data` as
 * text (or `base64`), and `json` if the text is JSON. No result, `null` or `false` drops the message. `true` keeps it
 * unchanged. An object changes the fields that it names; a changed `json` is written back. Throws `UsageError` if the
 * expression is invalid. `timeoutMs` is the longest time for one message, by default 10 s.
 */
export async function createTransform(expression: string, timeoutMs = limits.timeout): Promise<Transform> {
  const { default: jsonata } = await import('jsonata');
  const compiled = (() => {
    try {
      return jsonata(expression, { ...limits, timeout: timeoutMs });
    } catch (error) {
      throw new UsageError(`the expression is wrong: ${messageOf(error)}`, { cause: error });
    }
  })();
  return async (message) => {
    const input = describe(message);
    let result: unknown;
    try {
      result = await compiled.evaluate(input);
    } catch (error) {
      throw new Error(`the expression fails: ${messageOf(error)}`, { cause: error });
    }
    if (result === undefined || result === null || result === false) return undefined;
    return result === true ? message : change(message, input, result);
  };
}

interface Described {
  readonly subject: string;
  readonly headers: Readonly<Record<string, readonly string[]>>;
  readonly seq: number | undefined;
  readonly time: string | undefined;
  readonly data?: string;
  readonly base64?: string;
  readonly json?: unknown;
}

function describe({ data, ...message }: MessageLine): Described {
  const { subject, headers, seq, time } = message;
  const text = decode(data);
  if (text === undefined) return { subject, headers, seq, time, base64: Buffer.from(data).toString('base64') };
  try {
    return { subject, headers, seq, time, data: text, json: JSON.parse(text) as unknown };
  } catch {
    return { subject, headers, seq, time, data: text };
  }
}

function change(message: MessageLine, input: Described, result: unknown): MessageLine {
  if (typeof result !== 'object' || result === null || Array.isArray(result)) {
    throw new Error('the result of the expression is neither an object nor true or false');
  }
  const { json, ...fields } = result as { readonly json?: unknown };
  // A JSON text is only written again if it was changed, so that its spaces and long numbers stay.
  const isChanged = json !== undefined && !isDeepStrictEqual(plain(json), plain(input.json));
  const { subject, headers, seq, time } = message;
  const isSameData = !isChanged && !('data' in fields) && !('base64' in fields);
  const read = readLine({
    subject,
    headers,
    seq,
    time,
    ...fields,
    ...(isChanged && { data: JSON.stringify(json), base64: undefined }),
  });
  return isSameData ? { ...read, data: message.data } : read;
}

/** JSONata adds members of its own to its lists. */
const plain = (value: unknown): unknown =>
  value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as unknown);

const messageOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
