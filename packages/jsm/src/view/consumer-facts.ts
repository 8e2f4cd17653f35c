import type { Consumer } from '@symphony-ts/jetstream-manager';
import { duration } from '@symphony-ts/jetstream-manager/internal';
import { formatCluster } from './cluster-facts.js';
import { formatFacts } from './table.js';
import { formatTime } from './time.js';

type ConsumerInfo = Consumer['lastInfo'];

/** A consumer's configuration, position and cluster. */
export function formatConsumer(info: ConsumerInfo): string {
  return [formatConfiguration(info), formatPosition(info), formatCluster(info.cluster)].filter(Boolean).join('\n\n');
}

function formatConfiguration({ stream_name, name, created, config }: ConsumerInfo): string {
  return formatFacts(`Consumer ${stream_name} > ${name}, created ${formatTime(created)}`, [
    ['Description', config.description],
    ['Kind', config.deliver_subject ? `push to ${config.deliver_subject}` : 'pull'],
    ['Durable', config.durable_name !== undefined],
    ['Filter', (config.filter_subjects ?? [config.filter_subject ?? '']).join(', ')],
    ['Deliver policy', config.deliver_policy],
    ['Ack policy', config.ack_policy],
    ['Ack wait', config.ack_wait === undefined ? undefined : duration(config.ack_wait)],
    ['Maximum deliveries', config.max_deliver === -1 ? 'no limit' : config.max_deliver],
    ['Maximum ack pending', config.max_ack_pending],
    ['Sampling', config.sample_freq],
  ]);
}

function formatPosition(info: ConsumerInfo): string {
  return formatFacts('Position', [
    ['Last delivered', `stream ${info.delivered.stream_seq}, consumer ${info.delivered.consumer_seq}`],
    ['Acknowledged up to', `stream ${info.ack_floor.stream_seq}, consumer ${info.ack_floor.consumer_seq}`],
    ['Waiting for acknowledgement', info.num_ack_pending],
    ['Redelivered', info.num_redelivered],
    ['Unprocessed', info.num_pending],
    ['Waiting pulls', info.num_waiting],
    ['Paused', info.paused],
  ]);
}
