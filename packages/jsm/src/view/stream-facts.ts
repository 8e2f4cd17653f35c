import type { Stream } from '@symphony-ts/jetstream-manager';
import { bytes, duration } from '@symphony-ts/jetstream-manager/internal';
import { formatCluster } from './cluster-facts.js';
import { formatFacts, formatTime } from './table.js';

type StreamInfo = Stream['lastInfo'];

/** A stream's configuration, state and cluster. */
export function formatStream(info: StreamInfo): string {
  return [formatConfiguration(info), formatState(info), formatCluster(info.cluster)].filter(Boolean).join('\n\n');
}

function formatConfiguration({ config, created, mirror, sources }: StreamInfo): string {
  return formatFacts(`Stream ${config.name}, created ${formatTime(created)}`, [
    ['Description', config.description],
    ['Subjects', config.subjects?.join(', ')],
    ['Mirror of', config.mirror && formatOrigin(config.mirror.name, mirror)],
    ...(config.sources ?? []).map(({ name }): readonly [string, string] => [
      'Source',
      formatOrigin(
        name,
        sources?.find((source) => source.name === name),
      ),
    ]),
    ['Subject transform', config.subject_transform && formatMapping(config.subject_transform)],
    ['Republished', config.republish && formatMapping(config.republish)],
    ['Storage', config.storage],
    ['Compression', config.compression],
    ['Persist mode', config.persist_mode],
    ['Replicas', config.num_replicas],
    [
      'Placement',
      config.placement && [config.placement.cluster, ...(config.placement.tags ?? [])].filter(Boolean).join(', '),
    ],
    ['Retention', config.retention],
    ['Discard', config.discard_new_per_subject ? `${config.discard}, by subject` : config.discard],
    ['Maximum messages', limit(config.max_msgs)],
    ['Maximum per subject', limit(config.max_msgs_per_subject)],
    ['Maximum size', limit(config.max_bytes, bytes)],
    ['Maximum age', config.max_age === 0 ? 'no limit' : duration(config.max_age)],
    ['Maximum message size', limit(config.max_msg_size, bytes)],
    ['Maximum consumers', limit(config.max_consumers)],
    ['Duplicate window', config.duplicate_window === undefined ? undefined : duration(config.duplicate_window)],
    ['Delete markers', config.subject_delete_marker_ttl ? duration(config.subject_delete_marker_ttl) : undefined],
    ['Direct get', config.allow_direct],
    ['Sealed', config.sealed],
    ['Allowed', chosen(config, allowances)],
    ['Denied', chosen(config, denials)],
    [
      'Metadata',
      config.metadata &&
        Object.entries(config.metadata)
          .map((entry) => entry.join('='))
          .join(', '),
    ],
  ]);
}

const allowances = {
  allow_msg_counter: 'counting',
  allow_msg_ttl: 'message TTLs',
  allow_msg_schedules: 'schedules',
  allow_rollup_hdrs: 'roll-ups',
  allow_atomic: 'atomic batches',
  allow_batched: 'fast batches',
} as const;

const denials = {
  deny_delete: 'deleting messages',
  deny_purge: 'purging',
  no_ack: 'acknowledgements to publishers',
} as const;

type Switch = keyof typeof allowances | keyof typeof denials;

const chosen = (config: StreamInfo['config'], names: Readonly<Partial<Record<Switch, string>>>): string =>
  Object.entries(names)
    .filter(([field]) => Object.entries(config).some(([name, value]) => name === field && value === true))
    .map(([, name]) => name)
    .join(', ');

const formatMapping = ({ src, dest }: { readonly src?: string; readonly dest: string }): string =>
  `${src || '>'} to ${dest}`;

/** The lag of a mirror or source. Servers write -1 before the first contact. */
function formatOrigin(name: string, state: StreamInfo['mirror']): string {
  if (state === undefined) return name;
  const seen = state.active < 0 ? 'never seen' : `seen ${duration(state.active)} ago`;
  return [`${name}, ${state.lag} behind, ${seen}`, state.error?.description].filter(Boolean).join(': ');
}

function formatState({ state }: StreamInfo): string {
  return formatFacts('State', [
    ['Messages', state.messages],
    ['Size', bytes(state.bytes)],
    ['First sequence', `${state.first_seq} (${formatTime(state.first_ts)})`],
    ['Last sequence', `${state.last_seq} (${formatTime(state.last_ts)})`],
    ['Subjects', state.num_subjects],
    ['Deleted messages', state.num_deleted],
    ['Consumers', state.consumer_count],
  ]);
}

const limit = (value: number | undefined, format: (value: number) => string = String): string | undefined => {
  if (value === undefined) return undefined;
  return value < 0 ? 'no limit' : format(value);
};
