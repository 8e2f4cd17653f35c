import { STATUS_TTL_MS, parseStatusKey, type StatusEntry } from '@symphony-ts/contract';
import type { KeyValueBucket } from '@symphony-ts/storage';
import type { InstanceSource } from './work-partitioner.js';

export interface StatusInstancesOptions {
  readonly bucket: Pick<KeyValueBucket<StatusEntry>, 'watch'>;
  readonly prefix: string;
  /** Defaults to 60 s, the lifetime of a status entry. */
  readonly ttlMs?: number;
}

/**
 * Live instances as their status bucket shows them. An entry that lapses makes no event on the server, so each is
 * dropped by a timer of this side as well.
 */
export function statusInstances({ bucket, prefix, ttlMs = STATUS_TTL_MS }: StatusInstancesOptions): InstanceSource {
  return {
    async watch(changed, signal) {
      const lapses = new Map<string, NodeJS.Timeout>();
      let complete = false;
      const report = (): void => {
        if (complete) changed([...lapses.keys()]);
      };
      const gone = (instanceId: string): void => {
        clearTimeout(lapses.get(instanceId));
        lapses.delete(instanceId);
      };
      const seen = (instanceId: string, livesMs: number): void => {
        gone(instanceId);
        const lapse = (): void => {
          lapses.delete(instanceId);
          report();
        };
        lapses.set(instanceId, setTimeout(lapse, livesMs).unref());
      };
      const onInitialDone = (): void => {
        complete = true;
        report();
      };
      try {
        for await (const entry of bucket.watch(`${prefix}.*`, { signal, onInitialDone })) {
          const instanceId = parseStatusKey(entry.key)?.instanceId;
          if (instanceId === undefined) continue;
          const left = ttlMs - (Date.now() - entry.created.getTime());
          if (entry.operation === 'put' && entry.value.status !== 'disconnected' && left > 0) seen(instanceId, left);
          else gone(instanceId);
          report();
        }
      } finally {
        for (const timer of lapses.values()) clearTimeout(timer);
      }
    },
  };
}
