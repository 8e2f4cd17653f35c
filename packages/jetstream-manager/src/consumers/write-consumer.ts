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
 * Creates a consumer. The server that answers is told the API level that the settings need, and its reply is compared with
 * them. A new consumer from which it dropped a setting is deleted, and `FEATURE_UNSUPPORTED` thrown.
 */
export async function createConsumer(
  context: ManagerContext,
  stream: string,
  config: ConsumerSettings & { readonly name: string },
): Promise<ConsumerInfo> {
  const isRisky =
    context.pedantic ||
    Object.keys(consumerFieldsSince).some((field) => isSet({ ...config }[field as keyof ConsumerSettings]));
  // An old server answers the same for one that was there; what was there is not deleted.
  const wasThere = isRisky && (await exists(context, stream, config.name));
  const info = await send(context, stream, { config, needed: config, action: 'create' });
  const dropped = findDropped(config, info.config).filter((field) => field !== 'name');
  const isLenient = context.pedantic && !isPedanticSupported(info, context.serverVersion());
  if (dropped.length === 0 && !isLenient) return info;
  if (isRisky && !wasThere) await context.request(`CONSUMER.DELETE.${stream}.${config.name}`);
  const what = `consumer ${stream} > ${config.name}`;
  const outcome = isRisky && !wasThere ? 'the consumer was not kept' : 'the consumer is there without it';
  if (isLenient) throw pedanticError(what, outcome);
  throw droppedError({ what, kind: 'consumer', dropped, knownSince: consumerFieldsSince, outcome });
}

/** Changes the settings of a consumer and leaves the others. Refused before a change where the server does not know one. */
export async function updateConsumer(
  context: ManagerContext,
  stream: string,
  name: string,
  changes: ConsumerSettings,
): Promise<ConsumerInfo> {
  // True but for the numbers beyond 2^53, which go back as the exact integers they are.
  const current = (await loadConsumerInfo(context, stream, name)) as ConsumerInfo;
  assertConsumerConfigSupported(changes, versionOfAnswer(current, context.serverVersion()));
  if (context.pedantic) assertPedanticSupported(current, context.serverVersion());
  const config = { ...current.config, ...changes, name };
  return send(context, stream, { config, needed: changes, action: 'update' });
}

interface Write {
  readonly config: ConsumerSettings & { readonly name: string };
  /** The settings that this request is about. */
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
  // The server's word; a consumer refuses to give the numbers that do not fit.
  return parseMixedJson(reply).value as ConsumerInfo;
}

/** A filter becomes part of the subject of the request, where a blank would break the protocol. */
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
