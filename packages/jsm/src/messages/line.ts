import type { StoredMsg } from '@nats-io/jetstream';
import { decode } from '../view/message.js';

/** A message, as a line of a file holds it. */
export interface MessageLine {
  readonly subject: string;
  readonly headers: Readonly<Record<string, readonly string[]>>;
  readonly data: Uint8Array;
  /** Its sequence in the source stream. */
  readonly seq?: number;
  /** When the source stream stored it, in RFC 3339. */
  readonly time?: string;
}

/** Converts a message of a stream. */
export const lineOf = ({ subject, header, data, seq, timestamp }: StoredMsg): MessageLine => ({
  subject,
  headers: Object.fromEntries(header),
  data,
  seq,
  time: timestamp,
});

/** Formats a message as one line of JSON. Bytes that are not text are in base64. */
export function formatLine({ subject, headers, data, seq, time }: MessageLine): string {
  const text = decode(data);
  return JSON.stringify({
    seq,
    subject,
    time,
    ...(Object.keys(headers).length > 0 && { headers }),
    ...(text === undefined ? { base64: Buffer.from(data).toString('base64') } : { data: text }),
  });
}

/** Parses a line of {@link formatLine}. Throws an error with the problem. */
export function parseLine(text: string): MessageLine {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error('it is not JSON');
  }
  return readLine(value);
}

/** Reads a message from data, such as the result of a transform. Throws an error with the problem. */
export function readLine(value: unknown): MessageLine {
  if (!isRecord(value)) throw new Error('it is not an object');
  const { subject, headers = {}, data, base64, seq, time } = value;
  if (typeof subject !== 'string' || subject === '') throw new Error('it has no subject');
  // A server that gets such a subject does not answer, as if it had no JetStream.
  if (subject.split('.').some((token) => token === '' || /\s/.test(token)))
    throw new Error(`its subject ${JSON.stringify(subject)} is not valid`);
  return {
    subject,
    headers: readHeaders(headers),
    data: readData(data, base64),
    ...(typeof seq === 'number' && { seq }),
    ...(typeof time === 'string' && { time }),
  };
}

function readData(data: unknown, base64: unknown): Uint8Array {
  if (base64 !== undefined) {
    // Node would decode the beginning of anything.
    if (typeof base64 !== 'string' || !/^(?:[\w+/-]{4})*(?:[\w+/-]{2,3}={0,2})?$/.test(base64))
      throw new Error('its base64 cannot be decoded');
    return Buffer.from(base64, 'base64');
  }
  if (data === undefined || data === null) return new Uint8Array();
  return Buffer.from(typeof data === 'string' ? data : JSON.stringify(data));
}

function readHeaders(headers: unknown): MessageLine['headers'] {
  if (!isRecord(headers)) throw new Error('its headers are not an object');
  return Object.fromEntries(
    Object.entries(headers).map(([name, given]) => {
      const values: readonly unknown[] = Array.isArray(given) ? given : [given];
      if (!values.every((each) => typeof each === 'string')) throw new Error(`its header ${name} is not a text`);
      return [name, values];
    }),
  );
}

/** Whether a value is an object with members, not a list and not null. */
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
