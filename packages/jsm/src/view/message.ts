import { withoutUndefined } from '@symphony-ts/jetstream-manager/internal';
import { formatPayload } from './payload.js';

/** The visible parts of a message, stored or delivered. */
export interface ShownMessage {
  readonly subject: string;
  readonly seq: number;
  readonly data: Uint8Array;
  readonly timestamp?: string;
  readonly header?: Iterable<readonly [string, readonly string[]]>;
}

const text = new TextDecoder('utf-8', { fatal: true });

/** A message for people: its position, its headers, and its content. The content is decoded unless `isRaw` is set. */
export function formatMessage(message: ShownMessage, { isRaw = false }: { readonly isRaw?: boolean } = {}): string {
  const { subject, seq, timestamp, header = [] } = message;
  const headers = [...header].flatMap(([name, values]) =>
    values.map((value) => `  ${printable(name)}: ${printable(value)}`),
  );
  const head = `[${seq}] ${printable(subject)}${timestamp === undefined ? '' : `  ${timestamp}`}`;
  const shown = isRaw ? content(message.data) : formatPayload(message.data, header);
  return [head, ...headers, shown].join('\n');
}

/** A message for programs. */
export function messageJson({ subject, seq, timestamp, data, header = [] }: ShownMessage): object {
  const decoded = decode(data);
  const headers = Object.fromEntries(header);
  return {
    seq,
    subject,
    ...withoutUndefined({ time: timestamp }),
    ...(Object.keys(headers).length > 0 && { headers }),
    ...(decoded === undefined ? { base64: Buffer.from(data).toString('base64') } : { data: decoded }),
  };
}

/** The text of the bytes; `undefined` if they are not UTF-8. */
export function decode(data: Uint8Array): string | undefined {
  try {
    return text.decode(data);
  } catch {
    return undefined;
  }
}

/** The content of a message as text, or in base64 if it is not text. */
export function content(data: Uint8Array): string {
  const decoded = decode(data);
  if (decoded === undefined) return `(${data.length} bytes) ${Buffer.from(data).toString('base64')}`;
  // Line breaks and tabs are content. Other control characters must not reach a terminal.
  return decoded.replaceAll(/[^\P{Cc}\n\t]+/gu, ' ');
}

const printable = (value: string): string => value.replaceAll(/\p{Cc}+/gu, ' ');
