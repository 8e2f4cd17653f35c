import { isJetStreamManagerError } from '../errors/manager-error.js';
import type { Manager } from '../manager/manager.js';
import { assertKnownOptions, type OptionNames } from '../options/option-names.js';
import type { Stream } from '../streams/stream.js';
import { type CheckReport, type CheckResult, runCheck } from './check-result.js';
import { measure, type Threshold } from './threshold.js';

/** Options of {@link checkKv}. */
export interface KvCheckOptions {
  /** A key that must have a value. */
  readonly key?: string;
  /**
   * How many values the bucket may have. By default too many values are bad. Too few values are bad if the critical
   * bound is below the warning, or if there is only a warning.
   */
  readonly values?: Threshold;
}

const kvCheckNames = {
  key: true,
  values: true,
} as const satisfies OptionNames<KvCheckOptions>;

/** Checks a key-value bucket. It reads the stream behind the bucket. */
export async function checkKv(manager: Manager, bucket: string, options: KvCheckOptions = {}): Promise<CheckResult> {
  assertKnownOptions('checkKv', options, kvCheckNames);
  return runCheck('kv', bucket, async (report) => {
    const stream = await loadBucket(manager, bucket);
    if (stream === undefined) return report.critical(`bucket ${bucket} not found`);
    report.ok(`bucket ${bucket}`);
    const { messages, bytes } = stream.lastInfo.state;
    measure(report, {
      metric: { name: 'values', value: messages, help: 'How many values are stored in the bucket' },
      threshold: options.values,
      worse: (options.values?.critical ?? -1) < (options.values?.warning ?? -1) ? 'lower' : 'higher',
      say: (value) => `${value} values`,
    });
    report.metric({ name: 'bytes', value: bytes, unit: 'B', help: 'Bytes stored in the bucket' });
    report.metric({ name: 'replicas', value: stream.config.num_replicas, help: 'Servers that hold the bucket' });
    if (options.key !== undefined) await checkKey(stream, bucket, options.key, report);
  });
}

async function loadBucket(manager: Manager, bucket: string): Promise<Stream | undefined> {
  try {
    return await manager.streams.load(`KV_${bucket}`);
  } catch (error) {
    if (isJetStreamManagerError(error, 'STREAM_NOT_FOUND')) return undefined;
    throw error;
  }
}

async function checkKey(stream: Stream, bucket: string, key: string, report: CheckReport): Promise<void> {
  const message = await stream.lastMessage(`$KV.${bucket}.${key}`);
  if (message === undefined) return report.critical(`key ${key} not found`);
  switch (message.header.get('KV-Operation')) {
    case 'DEL':
      return report.critical(`key ${key} is deleted`);
    case 'PURGE':
      return report.critical(`key ${key} is purged`);
    default:
      return report.ok(`key ${key} found`);
  }
}
