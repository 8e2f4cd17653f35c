import type { Stream } from '@symphony-ts/jetstream-manager';
import { bytes, duration } from '@symphony-ts/jetstream-manager/internal';
import { formatCluster } from './cluster-facts.js';
import { formatFacts } from './table.js';
import { formatTime } from './time.js';

type StreamInfo = Stream['lastInfo'];

/** A stream's configuration, state and cluster. */
export function formatStream(info: StreamInfo): string {
  return [formatConfiguration(info), formatState(info), formatCluster(info.cluster)].filter(Boolean).join('\n\n');
}

function formatConfiguration({ config, created }: StreamInfo): string {
  return formatFacts(`Stream ${config.name}, created ${formatTime(created)}`, [
    ['Description', config.description],
    ['Subjects', config.subjects?.join(', ')],
    ['Mirror of', config.mirror?.name],
    ['Sources', config.sources?.map(({ name }) => name).join(', ')],
    ['Storage', config.storage],
    ['Replicas', config.num_replicas],
    ['Retention', config.retention],
    ['Discard', config.discard],
    ['Maximum messages', limit(config.max_msgs)],
    ['Maximum per subject', limit(config.max_msgs_per_subject)],
    ['Maximum size', limit(config.max_bytes, bytes)],
    ['Maximum age', config.max_age === 0 ? 'no limit' : duration(config.max_age)],
    ['Maximum message size', limit(config.max_msg_size, bytes)],
    ['Duplicate window', duration(config.duplicate_window)],
    ['Direct get', config.allow_direct],
    ['Sealed', config.sealed],
    [
      'Metadata',
      config.metadata &&
        Object.entries(config.metadata)
          .map((entry) => entry.join('='))
          .join(', '),
    ],
  ]);
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
