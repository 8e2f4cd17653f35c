import type { KvEntry } from '@nats-io/kv';
import { content, decode } from './message.js';

/** An entry of a bucket for people, for `jsm kv get`. */
export function formatEntry(entry: KvEntry): string {
  const { bucket, key, revision, created } = entry;
  return `${bucket} > ${key}  revision ${revision}, ${created.toISOString()}\n\n${content(entry.value)}`;
}

/** A change on one line, for `jsm kv watch`. */
export function formatChange({ bucket, key, revision, created, operation, value }: KvEntry): string {
  const shown = operation === 'PUT' ? `: ${content(value).replaceAll(/\s+/g, ' ')}` : '';
  return `[${created.toISOString()}] ${operation} ${bucket} > ${key} (${revision})${shown}`;
}

/** An entry for programs. */
export function entryJson({ bucket, key, revision, created, operation, value }: KvEntry): object {
  const text = decode(value);
  const base64 = Buffer.from(value).toString('base64');
  return {
    bucket,
    key,
    revision,
    created: created.toISOString(),
    operation,
    ...(operation !== 'PUT' ? {} : text === undefined ? { base64 } : { value: text }),
  };
}
