import { isDeepStrictEqual } from 'node:util';
import { UsageError } from '../process/usage-error.js';
import { decode } from '../view/message.js';
import { type MessageLine, readLine } from './line.js';

/** Changes a message, or leaves it out: `undefined`. */
export type Transform = (message: MessageLine) => Promise<MessageLine | undefined>;

/**
 * A transform by a JSONata expression. It sees `subject`, `headers`, `seq`, `time`, `data` as text (or `base64`), and `json` where the
 * text is JSON. Nothing, `null` or `false` leaves the message out, `true` leaves it as it is, an object changes the fields that it
 * names; a changed `json` is written back. Throws `UsageError` where the expression is wrong.
 */
export async function createTransform(expression: string): Promise<Transform> {
  const { default: jsonata } = await import('jsonata');
  const compiled = (() => {
    try {
      return jsonata(expression);
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
    throw new Error('the expression gives neither an object nor true or false');
  }
  const { json, ...fields } = result as { readonly json?: unknown };
  // A text that is JSON is written anew only where it was changed: its spaces and long numbers are kept.
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

/** JSONata marks its lists with members of its own. */
const plain = (value: unknown): unknown =>
  value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as unknown);

const messageOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
