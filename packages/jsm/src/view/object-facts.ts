import type { ObjectInfo } from '@nats-io/obj';
import { bytes, withoutUndefined } from '@symphony-ts/jetstream-manager/internal';
import type { Look } from './look.js';
import { formatFacts, formatTable, formatTime } from './table.js';

/** One object for people. */
export function formatObject(info: ObjectInfo): string {
  const link = info.options?.link;
  return formatFacts(`Object ${info.bucket} > ${info.name}`, [
    ['Description', info.description],
    ['Link to', link && [link.bucket, link.name].filter(Boolean).join(' > ')],
    ['Size', bytes(info.size)],
    ['Chunks', info.chunks],
    ['Digest', info.digest],
    ['Modified', formatTime(info.mtime)],
    ['Headers', info.headers && [...info.headers].map(([name, values]) => `${name}: ${values.join(', ')}`).join('; ')],
    [
      'Metadata',
      info.metadata &&
        Object.entries(info.metadata)
          .map((entry) => entry.join('='))
          .join(', '),
    ],
    ['Id', info.nuid],
  ]);
}

/** Objects by name. */
export function formatObjects(bucket: string, objects: readonly ObjectInfo[], look: Look): string {
  if (objects.length === 0) return `No objects in ${bucket}.`;
  const rows = objects.map(({ name, size, mtime, description }) => [
    name,
    bytes(size),
    formatTime(mtime),
    description ?? '',
  ]);
  return formatTable(`Objects of ${bucket}`, ['Name', 'Size', 'Modified', 'Description'], rows, look);
}

/** An object for programs. */
export function objectJson(info: ObjectInfo): object {
  const { bucket, name, description, headers, size, chunks, digest, mtime, deleted, nuid, metadata, options } = info;
  return {
    bucket,
    name,
    ...withoutUndefined({ description }),
    ...(headers === undefined ? {} : { headers: Object.fromEntries(headers) }),
    ...withoutUndefined({ metadata, options }),
    size,
    chunks,
    digest,
    mtime,
    deleted,
    nuid,
  };
}
