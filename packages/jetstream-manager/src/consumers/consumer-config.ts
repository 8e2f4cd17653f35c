import type { ConsumerConfig } from '@nats-io/jetstream';
import { nuid } from '@nats-io/nats-core';
import { assertVersion } from '../connection/server-version.js';
import { JetStreamManagerError } from '../errors/manager-error.js';
import { isSet } from '../json/is-set.js';
import { withoutServerMetadata } from '../json/server-metadata.js';
import { withoutUndefined } from '../json/without-undefined.js';

/** Settings of a consumer under the JetStream API's own field names; durations in nanoseconds. */
export type ConsumerSettings = Readonly<Partial<ConsumerConfig>>;

/**
 * A pull consumer that delivers every message. It expects an acknowledgement within 30 s, and redelivers a message
 * without one.
 */
export const defaultConsumer: ConsumerSettings = Object.freeze({
  deliver_policy: 'all',
  ack_policy: 'explicit',
  ack_wait: 30 * 1e9,
  replay_policy: 'instant',
});

/** Like {@link defaultConsumer}, but the server also samples every acknowledgement. */
export const sampledDefaultConsumer: ConsumerSettings = Object.freeze({ ...defaultConsumer, sample_freq: '100%' });

/** The first server version that knows a field. Older servers silently drop the field, so this package refuses it. */
export const consumerFieldsSince: Readonly<Record<string, string>> = {
  filter_subjects: '2.10.0',
  metadata: '2.10.0',
  pause_until: '2.11.0',
  priority_groups: '2.11.0',
  priority_policy: '2.11.0',
  priority_timeout: '2.11.0',
};

/**
 * Builds the settings of a new consumer: `settings`, completed from `template`. It generates a name if the settings
 * have none.
 */
export function buildConsumerConfig(
  settings: ConsumerSettings,
  template: ConsumerSettings,
): ConsumerSettings & { readonly name: string } {
  const { name: _name, durable_name: _durable, ...shared } = template;
  const merged = { ...shared, ...settings };
  const metadata = withoutServerMetadata(merged.metadata);
  const { metadata: _metadata, ...rest } = merged;
  const name = settings.durable_name ?? settings.name ?? nuid.next();
  if (settings.name !== undefined) assertSameName(settings.name, name);
  return { ...rest, name, ...withoutUndefined({ metadata }) };
}

/** The settings for the consumer `name`. Throws `NAME_MISMATCH` if they contain another name. */
export function nameConsumer(name: string, settings: ConsumerSettings): ConsumerSettings {
  for (const given of [settings.durable_name, settings.name]) if (given !== undefined) assertSameName(given, name);
  return { ...settings, name };
}

/** Throws `FEATURE_UNSUPPORTED` for the first field that this server version would drop. */
export function assertConsumerConfigSupported(settings: ConsumerSettings, serverVersion: string): void {
  for (const [field, version] of Object.entries(consumerFieldsSince)) {
    if (isSet((settings as Record<string, unknown>)[field])) {
      assertVersion(serverVersion, version, `the consumer setting ${field}`);
    }
  }
  if (settings.ack_policy === 'flow_control') assertVersion(serverVersion, '2.14.0', 'the ack policy flow_control');
  if (isPrioritized(settings)) assertVersion(serverVersion, '2.12.0', 'the priority policy prioritized');
}

/** The JetStream API level that a server needs for these settings. 0 means any server. */
export function consumerApiLevel({ ack_policy, ...settings }: ConsumerSettings): number {
  if (ack_policy === 'flow_control') return 4;
  if (isPrioritized(settings)) return 2;
  const { pause_until, priority_policy, priority_timeout, priority_groups } = settings;
  return [pause_until, priority_policy, priority_timeout, priority_groups].some(isSet) ? 1 : 0;
}

/** The type of the library does not have the newest policy. */
const isPrioritized = ({ priority_policy }: { readonly priority_policy?: string }): boolean =>
  priority_policy === 'prioritized';

function assertSameName(given: string, name: string): void {
  if (given === name) return;
  throw new JetStreamManagerError(
    'NAME_MISMATCH',
    `the settings name the consumer ${given}, but the call names ${name}`,
    {
      details: { given, name },
    },
  );
}
