import { JetStreamApiError, type JetStreamManager, jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/nats-core';
import { errorCode, jetStreamCodes, type Logger, STATUS_BUCKET, SymphonyError, toError } from '@symphony-ts/contract';
import { accountJetStream } from '../operator/platform-subjects.js';
import { buildStatusStream, diffStatusStream, type StatusStream } from './status-stream.js';

/** Whose status bucket, with how many copies. */
export interface StatusBucket {
  readonly prefix: string;
  readonly replicas: number;
  readonly logger: Logger;
  /** How long one answer of JetStream may take, in milliseconds; default 5 000. */
  readonly timeoutMs?: number;
}

/**
 * Makes the status bucket in the account of an extension. An existing one keeps its live entries, and is changed as far as the
 * server allows. A change that the server refuses is logged, and concerns that extension only. Throws `STORAGE_FAILED` if the
 * bucket cannot be made.
 */
export async function ensureStatusBucket(
  nc: NatsConnection,
  { prefix, replicas, logger, timeoutMs = 5_000 }: StatusBucket,
): Promise<void> {
  const manager = await jetstreamManager(nc, {
    apiPrefix: accountJetStream(prefix),
    checkAPI: false,
    timeout: timeoutMs,
  });
  const wanted = buildStatusStream(prefix, replicas);
  try {
    await manager.streams.add(wanted);
  } catch (error) {
    if (errorCode(error) === jetStreamCodes.streamNameInUse) return correct(manager, wanted, logger.child({ prefix }));
    if (!(error instanceof JetStreamApiError)) throw error;
    const reason = error.message;
    throw new SymphonyError('STORAGE_FAILED', { bucket: STATUS_BUCKET, operation: 'create', reason }, { cause: error });
  }
}

async function correct(manager: JetStreamManager, wanted: StatusStream, logger: Logger): Promise<void> {
  const { config } = await manager.streams.info(wanted.name);
  const { update, fixed } = diffStatusStream(config, wanted);
  const refused = await apply(manager, wanted.name, update);
  const corrected = Object.keys(update).filter((name) => !refused.settings.includes(name));
  if (corrected.length > 0) {
    logger.warn('the status bucket was not what it should be and has been corrected', { settings: corrected });
  }
  const left = [...fixed, ...refused.settings];
  if (left.length === 0) return;
  const { reason } = refused;
  const remedy = `delete the stream ${wanted.name} in the account of the extension and have it register again`;
  logger.warn('the status bucket is not what it should be and cannot be corrected', { settings: left, reason, remedy });
}

interface Refused {
  readonly settings: readonly string[];
  readonly reason?: string;
}

/**
 * Changes a stream. If that is refused, tries again without the settings that servers before 2.10 never change. Returns the
 * refused settings.
 */
async function apply(manager: JetStreamManager, stream: string, update: Partial<StatusStream>): Promise<Refused> {
  const settings = Object.keys(update);
  if (settings.length === 0) return { settings };
  try {
    await manager.streams.update(stream, update);
    return { settings: [] };
  } catch (error) {
    const { republish, ...rest } = update;
    const reason = toError(error).message;
    if (republish === undefined) return { settings, reason };
    const others = await apply(manager, stream, rest);
    return { settings: [...others.settings, 'republish'], reason };
  }
}
