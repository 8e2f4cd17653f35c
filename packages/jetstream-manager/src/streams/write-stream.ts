import type { StreamInfo, StreamSource } from '@nats-io/jetstream';
import type { ManagerContext } from '../api/manager-context.js';
import { versionOfAnswer } from '../connection/answering-version.js';
import { droppedError, findDropped } from '../connection/dropped-settings.js';
import {
  assertPedanticSupported,
  isPedanticSupported,
  pedanticError,
  pedanticLevel,
} from '../connection/pedantic-support.js';
import { call } from '../errors/to-manager-error.js';
import { isSet } from '../json/is-set.js';
import { formatRequest, parseMixedJson } from '../json/safe-json.js';
import { assertMetadata } from '../json/server-metadata.js';
import { loadStreamInfo, readStreamInfo } from './exact-stream-info.js';
import {
  assertStreamConfigSupported,
  type NamedStreamSettings,
  type StreamSettings,
  streamApiLevel,
  streamFieldsSince,
} from './stream-config.js';

/**
 * Creates a stream. The answering server decides what is possible. The request tells it the API level that the settings
 * need. The reply is compared with the settings. If the server dropped a setting of a new stream, the stream is deleted
 * and `FEATURE_UNSUPPORTED` thrown.
 */
export async function createStream(context: ManagerContext, settings: NamedStreamSettings): Promise<StreamInfo> {
  const { name } = settings;
  const config = withExternals(settings);
  const isRisky =
    context.pedantic ||
    Object.keys(streamFieldsSince).some((field) => isSet({ ...config }[field as keyof StreamSettings]));
  // An old server also reports success for a stream that existed before. Such a stream is not deleted.
  const wasThere = isRisky && (await readStreamInfo(context, name)) !== undefined;
  const info = await send(context, `STREAM.CREATE.${name}`, config, settings);
  const dropped = findDropped(config, info.config);
  const isLenient = context.pedantic && !isPedanticSupported(info, context.serverVersion());
  if (dropped.length === 0 && !isLenient) return info;
  if (isRisky && !wasThere) await call(`delete stream ${name}`, () => context.jsm.streams.delete(name));
  const outcome = isRisky && !wasThere ? 'the stream was not kept' : 'the stream exists without it';
  if (isLenient) throw pedanticError(`stream ${name}`, outcome);
  throw droppedError({ what: `stream ${name}`, kind: 'stream', dropped, knownSince: streamFieldsSince, outcome });
}

/**
 * Changes some settings of a stream and keeps the others. Settings that the answering server does not know are refused
 * before any change.
 */
export async function updateStream(
  context: ManagerContext,
  name: string,
  changes: StreamSettings,
): Promise<StreamInfo> {
  const current = await loadStreamInfo(context, name);
  assertStreamConfigSupported(changes, versionOfAnswer(current, context.serverVersion()));
  if (context.pedantic) assertPedanticSupported(current, context.serverVersion());
  // The type is true except for numbers beyond 2^53. Those are sent back as exact integers.
  const config = withExternals({ ...(current.config as StreamInfo['config']), ...changes, name });
  const info = await send(context, `STREAM.UPDATE.${name}`, config, changes);
  const dropped = findDropped(changes, info.config).filter((field) => !isInherited(field));
  if (dropped.length === 0) return info;
  const outcome = 'the other settings were changed';
  throw droppedError({ what: `stream ${name}`, kind: 'stream', dropped, knownSince: streamFieldsSince, outcome });
}

async function send(
  context: ManagerContext,
  subject: string,
  config: NamedStreamSettings,
  needed: StreamSettings,
): Promise<StreamInfo> {
  assertMetadata(needed.metadata, `stream ${config.name}`);
  const body = context.pedantic ? { ...config, pedantic: true } : config;
  const apiLevel = Math.max(streamApiLevel(needed), context.pedantic ? pedanticLevel : 0);
  const reply = await context.requestText(subject, formatRequest(body, subject), { apiLevel });
  // The server is trusted here. A stream refuses to return numbers that do not fit.
  return fillIn(parseMixedJson(reply).value as StreamInfo);
}

/**
 * A field that an update may name although no reply shows it. A stream without messages does not keep its first
 * sequence.
 */
const isInherited = (field: string): boolean => field === 'first_seq';

/** An old server omits a boolean that is false. */
function fillIn<T extends StreamInfo>(info: T): T {
  const claims = { sealed: false, deny_delete: false, deny_purge: false, allow_rollup_hdrs: false };
  return { ...info, config: { ...claims, ...info.config } };
}

/** The server identifies a source in another domain by the API subjects of that domain. */
function withExternals<T extends StreamSettings>(settings: T): T {
  const { mirror, sources } = settings;
  return {
    ...settings,
    ...(mirror && { mirror: withExternal(mirror) }),
    ...(sources && { sources: sources.map(withExternal) }),
  };
}

function withExternal(source: StreamSource): StreamSource {
  const { domain, ...rest } = source as StreamSource & { readonly domain?: string };
  return domain ? { ...rest, external: { api: `$JS.${domain}.API`, deliver: '' } } : source;
}
