import type { ConsumerInfo } from '@nats-io/jetstream';
import type { ManagerContext } from '../api/manager-context.js';
import { versionOfAnswer } from '../connection/answering-version.js';
import { droppedError, findDropped } from '../connection/dropped-settings.js';
import {
  assertPedanticSupported,
  isPedanticSupported,
  pedanticError,
  pedanticLevel,
} from '../connection/pedantic-support.js';
import { isJetStreamManagerError, JetStreamManagerError } from '../errors/manager-error.js';
import { isSet } from '../json/is-set.js';
import { formatRequest, parseMixedJson } from '../json/safe-json.js';
import { assertMetadata } from '../json/server-metadata.js';
import {
  assertConsumerConfigSupported,
  type ConsumerSettings,
  consumerApiLevel,
  consumerFieldsSince,
} from './consumer-config.js';
import { loadConsumerInfo } from './exact-consumer-info.js';

/**
 * Creates a consumer. The request tells the server the API level that the settings need. The reply is compared with the
 * settings. If the server dropped a setting of a new consumer, the consumer is deleted and `FEATURE_UNSUPPORTED`
 * thrown.
 */
export async function createConsumer(
  context: ManagerContext,
  stream: string,
  config: ConsumerSettings & { readonly name: string },
): Promise<ConsumerInfo> {
  const isRisky =
    context.pedantic ||
    Object.keys(consumerFieldsSince).some((field) => isSet({ ...config }[field as keyof ConsumerSettings]));
  // An old server also reports success for a consumer that existed before. Such a consumer is not deleted.
  const wasThere = isRisky && (await exists(context, stream, config.name));
  const info = await send(context, stream, { config, needed: config, action: 'create' });
  const dropped = findDropped(config, info.config).filter((field) => field !== 'name');
  const isLenient = context.pedantic && !isPedanticSupported(info, context.serverVersion());
  if (dropped.length === 0 && !isLenient) return info;
  if (isRisky && !wasThere) await context.request(`CONSUMER.DELETE.${stream}.${config.name}`);
  const what = `consumer ${stream} > ${config.name}`;
  const outcome = isRisky && !wasThere ? 'the consumer was not kept' : 'the consumer exists without it';
  if (isLenient) throw pedanticError(what, outcome);
  throw droppedError({ what, kind: 'consumer', dropped, knownSince: consumerFieldsSince, outcome });
}

/**
 * Changes some settings of a consumer and keeps the others. A setting that the server does not know is refused before
 * any change.
 */
export async function updateConsumer(
  context: ManagerContext,
  stream: string,
  name: string,
  changes: ConsumerSettings,
): Promise<ConsumerInfo> {
  // The type is true except for numbers beyond 2^53. Those are sent back as exact integers.
  const current = (await loadConsumerInfo(context, stream, name)) as ConsumerInfo;
  assertConsumerConfigSupported(changes, versionOfAnswer(current, context.serverVersion()));
  if (context.pedantic) assertPedanticSupported(current, context.serverVersion());
  const config = { ...current.config, ...changes, name };
  return send(context, stream, { config, needed: changes, action: 'update' });
}

interface Write {
  readonly config: ConsumerSettings & { readonly name: string };
  /** The settings that this request sets. */
  readonly needed: ConsumerSettings;
  readonly action: 'create' | 'update';
}

async function send(context: ManagerContext, stream: string, { config, needed, action }: Write): Promise<ConsumerInfo> {
  assertPlain(config);
  assertMetadata(needed.metadata, `consumer ${stream} > ${config.name}`);
  const { name, filter_subject: filter } = config;
  const isShort = filter === undefined || filter === '' || filter === '>';
  const subject = `CONSUMER.CREATE.${stream}.${name}${isShort ? '' : `.${filter}`}`;
  const body = { stream_name: stream, config, action, ...(context.pedantic ? { pedantic: true } : {}) };
  const apiLevel = Math.max(consumerApiLevel(needed), context.pedantic ? pedanticLevel : 0);
  const reply = await context.requestText(subject, formatRequest(body, subject), { apiLevel });
  // The server is trusted here. A consumer refuses to return numbers that do not fit.
  return parseMixedJson(reply).value as ConsumerInfo;
}

/** The filter becomes part of the subject of the request. A blank in it would break the protocol. */
function assertPlain({ filter_subject: filter = '' }: ConsumerSettings): void {
  if (typeof filter === 'string' && !/[\s\p{Cc}]/u.test(filter)) return;
  throw new JetStreamManagerError('INVALID_ARGUMENT', `filter_subject ${JSON.stringify(filter)} is not a subject`);
}

async function exists(context: ManagerContext, stream: string, name: string): Promise<boolean> {
  try {
    await context.request(`CONSUMER.INFO.${stream}.${name}`);
    return true;
  } catch (error) {
    if (isJetStreamManagerError(error, 'CONSUMER_NOT_FOUND')) return false;
    throw error;
  }
}
