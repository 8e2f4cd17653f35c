import type { StreamConfig } from '@nats-io/jetstream';
import { assertVersion } from '../connection/server-version.js';
import { isSet } from '../json/is-set.js';
import { withoutServerMetadata } from '../json/server-metadata.js';

/** Settings of a stream under the JetStream API's own field names; durations in nanoseconds. */
export type StreamSettings = Readonly<Partial<StreamConfig>>;

/** Stream settings that include the name of the stream. */
export type NamedStreamSettings = StreamSettings & { readonly name: string };

const oneYear = 365 * 24 * 60 * 60 * 1e9;

/** A stream in files that keeps messages for a year, without any other limit. */
export const defaultStream: StreamSettings = Object.freeze({
  retention: 'limits',
  storage: 'file',
  discard: 'old',
  max_consumers: -1,
  max_msgs: -1,
  max_msgs_per_subject: -1,
  max_bytes: -1,
  max_age: oneYear,
  max_msg_size: -1,
  num_replicas: 1,
});

/** A work queue: like {@link defaultStream}, but an acknowledged message is removed. */
export const defaultWorkQueue: StreamSettings = Object.freeze({ ...defaultStream, retention: 'workqueue' });

/** The first server version that knows a field. Older servers silently drop the field, so this package refuses it. */
export const streamFieldsSince: Readonly<Record<string, string>> = {
  compression: '2.10.0',
  consumer_limits: '2.10.0',
  first_seq: '2.10.0',
  metadata: '2.10.0',
  subject_transform: '2.10.0',
  allow_msg_ttl: '2.11.0',
  subject_delete_marker_ttl: '2.11.0',
  allow_atomic: '2.12.0',
  allow_msg_counter: '2.12.0',
  allow_msg_schedules: '2.12.0',
  persist_mode: '2.12.0',
  allow_batched: '2.14.0',
};

/**
 * Builds the settings of a new stream: `settings`, completed from `template`. The template may be the configuration of
 * another stream. Its name, its server metadata and `sealed` are not copied.
 */
export function buildStreamConfig(settings: NamedStreamSettings, template: StreamSettings): NamedStreamSettings {
  const { name: _name, sealed: _sealed, ...shared } = template;
  const merged = { ...shared, ...settings };
  const metadata = withoutServerMetadata(merged.metadata);
  const { metadata: _metadata, ...rest } = merged;
  return metadata === undefined ? rest : { ...rest, metadata };
}

/** Throws `FEATURE_UNSUPPORTED` for the first field that this server version would drop. */
export function assertStreamConfigSupported(settings: StreamSettings, serverVersion: string): void {
  for (const [field, version] of Object.entries(streamFieldsSince)) {
    if (isSet((settings as Record<string, unknown>)[field])) {
      assertVersion(serverVersion, version, `the stream setting ${field}`);
    }
  }
  if (hasSourceConsumer(settings)) assertVersion(serverVersion, '2.14.0', 'a consumer of a mirror or source');
}

/** The JetStream API level that a server needs for these settings. 0 means any server. */
export function streamApiLevel(settings: StreamSettings): number {
  const set = (fields: readonly (keyof StreamSettings)[]): boolean => fields.some((field) => isSet(settings[field]));
  if (set(['allow_batched']) || hasSourceConsumer(settings)) return 4;
  if (set(['allow_msg_counter', 'allow_atomic', 'allow_msg_schedules', 'persist_mode'])) return 2;
  return set(['allow_msg_ttl', 'subject_delete_marker_ttl']) ? 1 : 0;
}

/** Whether a named consumer reads one of the origins. The type of the library does not have this field. */
function hasSourceConsumer({ mirror, sources }: StreamSettings): boolean {
  const origins: readonly ({ readonly consumer?: object } | undefined)[] = [mirror, ...(sources ?? [])];
  return origins.some((origin) => isSet(origin?.consumer));
}
