import type { StreamConfig } from '@nats-io/jetstream';
import { SymphonyError } from '@symphony-ts/contract';

/** Why a stream with these settings cannot store values; `undefined` if it can. */
function reasonAgainst({ retention, no_ack, subject_transform: renamed, mirror }: StreamConfig): string | undefined {
  if (retention === 'interest')
    return "its stream has the retention 'interest', which drops what no consumer waits for";
  if (retention === 'workqueue')
    return "its stream has the retention 'workqueue', which removes what a consumer has read";
  if (no_ack && !mirror) return "its stream has 'no_ack', so no write is acknowledged";
  if (renamed && renamed.src !== renamed.dest) {
    return `its stream stores '${renamed.src}' as '${renamed.dest}', so no value is under its own key`;
  }
  return undefined;
}

/**
 * Refuses a bucket whose settings, chosen by another client, lose values or store them under other keys, without an error.
 *
 * @throws `STORAGE_REFUSED` when the settings do that
 */
export function assertKeepsValues(bucket: string, config: StreamConfig): void {
  const reason = reasonAgainst(config);
  if (reason) throw new SymphonyError('STORAGE_REFUSED', { bucket, operation: 'open', reason });
}
