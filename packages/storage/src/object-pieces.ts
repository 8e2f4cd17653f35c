import { type SchemaIssue, SymphonyError } from '@symphony-ts/contract';
import { assertNotAborted } from './abort.js';
import type { ObjectData } from './object-store.js';

/** Which object is written. */
export interface WrittenObject {
  readonly bucket: string;
  readonly name: string;
  readonly signal?: AbortSignal | undefined;
}

const encoder = new TextEncoder();

/**
 * The bytes of `data`, piece by piece. Text is sent as UTF-8.
 *
 * @throws `INVALID_VALUE` for a piece that is neither bytes nor text; `ABORTED`
 */
export async function* objectPieces(object: WrittenObject, data: ObjectData): AsyncGenerator<Uint8Array> {
  const whole = bytesOf(data);
  if (whole) return yield whole;
  const { bucket, signal } = object;
  for await (const piece of inPieces(object, data)) {
    assertNotAborted(`put on bucket '${bucket}'`, signal);
    const bytes = bytesOf(piece);
    if (!bytes) throw invalid(object, `a piece of it is ${nameOf(piece)}, neither bytes nor text`);
    yield bytes;
  }
}

function bytesOf(value: unknown): Uint8Array | undefined {
  if (typeof value === 'string') return encoder.encode(value);
  return value instanceof Uint8Array ? value : undefined;
}

/** Without a type check, the value can be anything: a file, a list, or missing. */
function inPieces(object: WrittenObject, data: unknown): Iterable<unknown> | AsyncIterable<unknown> {
  if (data instanceof Blob) return data.stream();
  if (isIterable(data)) return data;
  throw invalid(object, `it is ${nameOf(data)}; give bytes, text, or a stream of them`);
}

const isIterable = (data: unknown): data is Iterable<unknown> | AsyncIterable<unknown> =>
  typeof data === 'object' && data !== null && (Symbol.asyncIterator in data || Symbol.iterator in data);

/** `null`, `a number`, `an ArrayBuffer`. */
function nameOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  const name = typeof value === 'object' ? Object.prototype.toString.call(value).slice(8, -1) : typeof value;
  return `${/^[aeio]/i.test(name) ? 'an' : 'a'} ${name}`;
}

function invalid({ bucket, name }: WrittenObject, message: string): SymphonyError<'INVALID_VALUE'> {
  const issues: readonly SchemaIssue[] = [{ path: '', message }];
  return new SymphonyError('INVALID_VALUE', { bucket, key: name, issues });
}
