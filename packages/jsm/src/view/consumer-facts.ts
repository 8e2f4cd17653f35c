import type { Consumer } from '@symphony-ts/jetstream-manager';
import { duration } from '@symphony-ts/jetstream-manager/internal';
import { formatCluster } from './cluster-facts.js';
import { formatFacts, formatTime } from './table.js';

type ConsumerInfo = Consumer['lastInfo'];
type SequenceInfo = ConsumerInfo['delivered'];

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
    ['Backoff', config.backoff?.map((time) => duration(time)).join(', ')],
    ['Maximum ack pending', config.max_ack_pending],
    ['Maximum waiting pulls', config.max_waiting],
    ['Removed when idle for', config.inactive_threshold ? duration(config.inactive_threshold) : undefined],
    ['Priority', config.priority_groups && `${config.priority_policy} in ${config.priority_groups.join(', ')}`],
    ['Sampling', config.sample_freq],
  ]);
}

function formatPosition(info: ConsumerInfo): string {
  const { config } = info;
  return formatFacts('Position', [
    ['Last delivered', formatPlace(info.delivered)],
    ['Acknowledged up to', formatPlace(info.ack_floor)],
    ['Waiting for acknowledgement', info.num_ack_pending],
    ['Redelivered', info.num_redelivered],
    ['Unprocessed', info.num_pending],
    ['Waiting pulls', info.num_waiting],
    ['Paused', info.paused],
    ['Subscribed', config.deliver_subject && (info.push_bound ? 'true' : 'false')],
  ]);
}

/** The server sends a time in `last_active`, but the type of the library is a number. */
function formatPlace({ stream_seq, consumer_seq, last_active }: SequenceInfo): string {
  const time = last_active === undefined ? '' : `, ${formatTime(String(last_active))}`;
  return `stream ${stream_seq}, consumer ${consumer_seq}${time}`;
}
