import type { StreamConfig } from '@nats-io/jetstream';
import { millis } from '@nats-io/nats-core';
import type { BucketTraits } from './bucket-declaration.js';
import type { WantedConfig } from './stream-config.js';

const unlimited = (value: number | undefined): number =>
  value === undefined || value <= 0 ? Number.POSITIVE_INFINITY : value;

const seconds = (maxAge: number): string => (maxAge === 0 ? 'none' : `${millis(maxAge) / 1000} s`);
const count = (value: number): string => (value <= 0 ? 'none' : String(value));

/** Describes, in words, what a change of the configuration would lose. */
export function checkShrink(now: WantedConfig, wanted: WantedConfig): string[] {
  const changes: string[] = [];
  const compare = (what: string, before: number, after: number, format: (value: number) => string): void => {
    if (unlimited(after) < unlimited(before)) changes.push(`${what} ${format(before)} to ${format(after)}`);
  };
  compare('ttl', now.max_age ?? 0, wanted.max_age ?? 0, seconds);
  compare('history', now.max_msgs_per_subject ?? 1, wanted.max_msgs_per_subject ?? 1, count);
  compare('size', now.max_bytes ?? -1, wanted.max_bytes ?? -1, count);
  return changes;
}

/** The settings that an update may change. The others were fixed when the bucket was made, or belong to somebody else. */
const UPDATED = [
  'description',
  'max_age',
  'duplicate_window',
  'max_msgs_per_subject',
  'max_bytes',
  'discard',
  'allow_direct',
  'republish',
] as const satisfies readonly (keyof StreamConfig)[];

/** The server omits empty and false fields, in nested objects as well. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) => (inner === '' || inner === false ? undefined : inner)) ?? '';

/** The configuration to update to; `undefined` if nothing needs to change. Pure. */
export function planUpdate(
  now: StreamConfig,
  wanted: WantedConfig,
  traits: BucketTraits,
): Partial<StreamConfig> | undefined {
  const changes: Partial<StreamConfig> = {};
  const change = (field: keyof StreamConfig): void => {
    const value = wanted[field];
    if (value !== undefined && canonical(now[field]) !== canonical(value)) Object.assign(changes, { [field]: value });
  };
  for (const field of UPDATED) change(field);
  if (traits.maxValueBytes !== undefined) change('max_msg_size');
  if ((traits.replicas ?? 1) > now.num_replicas) change('num_replicas');
  const { fastIngest } = traits;
  if (fastIngest !== undefined) {
    for (const field of ['allow_batched', 'allow_atomic'] as const) {
      // The server keeps atomic batches apart from acknowledgements that do not wait for the disk.
      const isApart = field === 'allow_atomic' && now.persist_mode === 'async';
      if ((now[field] ?? false) !== fastIngest && !isApart) changes[field] = fastIngest;
    }
  }
  if (traits.allowPurge === false) for (const field of ['allow_rollup_hdrs', 'deny_purge'] as const) change(field);
  return Object.keys(changes).length === 0 ? undefined : { ...now, ...changes };
}
