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
 * Creates a stream. The server that answers decides what it can do: it is told the API level that the settings need, and
 * its reply is compared with them. A new stream from which it dropped a setting is deleted, and `FEATURE_UNSUPPORTED` thrown.
 */
export async function createStream(context: ManagerContext, settings: NamedStreamSettings): Promise<StreamInfo> {
  const { name } = settings;
  const config = withExternals(settings);
  const isRisky =
    context.pedantic ||
    Object.keys(streamFieldsSince).some((field) => isSet({ ...config }[field as keyof StreamSettings]));
  // Old servers say of a stream that was there that they made it; what was there is not deleted.
  const wasThere = isRisky && (await readStreamInfo(context, name)) !== undefined;
  const info = await send(context, `STREAM.CREATE.${name}`, config, settings);
  const dropped = findDropped(config, info.config);
  const isLenient = context.pedantic && !isPedanticSupported(info, context.serverVersion());
  if (dropped.length === 0 && !isLenient) return info;
  if (isRisky && !wasThere) await call(`delete stream ${name}`, () => context.jsm.streams.delete(name));
  const outcome = isRisky && !wasThere ? 'the stream was not kept' : 'the stream is there without it';
  if (isLenient) throw pedanticError(`stream ${name}`, outcome);
  throw droppedError({ what: `stream ${name}`, kind: 'stream', dropped, knownSince: streamFieldsSince, outcome });
}

/**
 * Changes the settings of a stream and leaves the others. Settings that the server which answered for the stream does
 * not know are refused before anything is changed.
 */
export async function updateStream(
  context: ManagerContext,
  name: string,
  changes: StreamSettings,
): Promise<StreamInfo> {
  const current = await loadStreamInfo(context, name);
  assertStreamConfigSupported(changes, versionOfAnswer(current, context.serverVersion()));
  if (context.pedantic) assertPedanticSupported(current, context.serverVersion());
  // True but for the numbers beyond 2^53, which go back as the exact integers they are.
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
  // The server's word; a stream refuses to give the numbers that do not fit.
  return fillIn(parseMixedJson(reply).value as StreamInfo);
}

/** What an update may name although it cannot be seen in a reply: a stream without messages keeps no first sequence. */
const isInherited = (field: string): boolean => field === 'first_seq';

/** A claim that an old server leaves out is false. */
function fillIn<T extends StreamInfo>(info: T): T {
  const claims = { sealed: false, deny_delete: false, deny_purge: false, allow_rollup_hdrs: false };
  return { ...info, config: { ...claims, ...info.config } };
}

/** A source in another domain is told to the server by the subjects of its API. */
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
