import type { MessageType } from './messages.js';

/** The message types on a subject of the JetStream API. A request without a type is empty. */
export interface RequestTypes {
  /** Schema type of the request. */
  readonly request: MessageType | undefined;
  /** Schema type of the response. */
  readonly response: MessageType | undefined;
}

type ApiName<Suffix extends string> = Extract<MessageType, `io.nats.jetstream.api.v1.${string}${Suffix}`>;
type Row = readonly [pattern: string, request: Short<'_request'> | '', response: Short<'_response'> | ''];
type Short<Suffix extends string> = ApiName<Suffix> extends `io.nats.jetstream.api.v1.${infer Name}` ? Name : never;

const prefix = '$JS.API';

/** Subjects after the API prefix, with the names of the request and the response. */
const rows = [
  ['INFO', '', 'account_info_response'],
  ['ACCOUNT.PURGE.*', '', 'account_purge_response'],
  ['META.LEADER.STEPDOWN', 'meta_leader_stepdown_request', 'meta_leader_stepdown_response'],
  ['SERVER.REMOVE', 'meta_server_remove_request', 'meta_server_remove_response'],
  ['STREAM.CREATE.*', 'stream_create_request', 'stream_create_response'],
  ['STREAM.UPDATE.*', 'stream_update_request', 'stream_update_response'],
  ['STREAM.DELETE.*', '', 'stream_delete_response'],
  ['STREAM.INFO.*', 'stream_info_request', 'stream_info_response'],
  ['STREAM.LIST', 'stream_list_request', 'stream_list_response'],
  ['STREAM.NAMES', 'stream_names_request', 'stream_names_response'],
  ['STREAM.PURGE.*', 'stream_purge_request', 'stream_purge_response'],
  ['STREAM.MSG.GET.*', 'stream_msg_get_request', 'stream_msg_get_response'],
  ['STREAM.MSG.DELETE.*', 'stream_msg_delete_request', 'stream_msg_delete_response'],
  ['STREAM.PEER.REMOVE.*', 'stream_remove_peer_request', 'stream_remove_peer_response'],
  ['STREAM.LEADER.STEPDOWN.*', 'stream_leader_stepdown_request', 'stream_leader_stepdown_response'],
  ['STREAM.SNAPSHOT.*', 'stream_snapshot_request', 'stream_snapshot_response'],
  ['STREAM.RESTORE.*', 'stream_restore_request', 'stream_restore_response'],
  ['CONSUMER.CREATE.*', 'consumer_create_request', 'consumer_create_response'],
  ['CONSUMER.CREATE.*.>', 'consumer_create_request', 'consumer_create_response'],
  ['CONSUMER.DURABLE.CREATE.*.*', 'consumer_create_request', 'consumer_create_response'],
  ['CONSUMER.DELETE.*.*', '', 'consumer_delete_response'],
  ['CONSUMER.INFO.*.*', 'consumer_info_request', 'consumer_info_response'],
  ['CONSUMER.LIST.*', 'consumer_list_request', 'consumer_list_response'],
  ['CONSUMER.NAMES.*', 'consumer_names_request', 'consumer_names_response'],
  ['CONSUMER.MSG.NEXT.*.*', 'consumer_getnext_request', ''],
  ['CONSUMER.PAUSE.*.*', 'consumer_pause_request', 'consumer_pause_response'],
  ['CONSUMER.RESET.*.*', 'consumer_reset_request', 'consumer_reset_response'],
  ['CONSUMER.UNPIN.*.*', 'consumer_unpin_request', 'consumer_unpin_response'],
  ['CONSUMER.LEADER.STEPDOWN.*.*', 'consumer_leader_stepdown_request', 'consumer_leader_stepdown_response'],
  ['DIRECT.GET.*', 'stream_msg_get_request', ''],
] as const satisfies readonly Row[];

/**
 * The types of request and response on a subject such as `$JS.API.STREAM.INFO.ORDERS`; `undefined` if the subject does
 * not belong to the API. A domain (`$JS.hub.API.…`) and a custom `apiPrefix` are supported.
 */
export function typesForRequestSubject(subject: string, apiPrefix: string = prefix): RequestTypes | undefined {
  const tokens = withoutPrefix(subject, apiPrefix)?.split('.');
  const row = tokens && rows.find(([pattern]) => matches(pattern.split('.'), tokens));
  if (!row) return undefined;
  return { request: fullName(row[1]), response: fullName(row[2]) };
}

function fullName(name: (typeof rows)[number][1 | 2]): MessageType | undefined {
  // This type is true: Row only accepts names for which the prefixed type exists.
  return name === '' ? undefined : (`io.nats.jetstream.api.v1.${name}` as MessageType);
}

function withoutPrefix(subject: string, apiPrefix: string): string | undefined {
  if (subject.startsWith(`${apiPrefix}.`)) return subject.slice(apiPrefix.length + 1);
  return /^\$JS\.[^.]+\.API\.(.+)$/.exec(subject)?.[1];
}

function matches(pattern: readonly string[], tokens: readonly string[]): boolean {
  if (pattern.at(-1) === '>')
    return tokens.length >= pattern.length && matches(pattern.slice(0, -1), tokens.slice(0, pattern.length - 1));
  return pattern.length === tokens.length && pattern.every((token, i) => token === '*' || token === tokens[i]);
}
