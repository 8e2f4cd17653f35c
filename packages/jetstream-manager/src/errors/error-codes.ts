/**
 * All error codes of this package, each with the remedy. The remedy is the second half of each message:
 * `[CODE] what; do this`.
 */
export const errorCodes = {
  INVALID_OPTIONS: 'correct the named option',
  INVALID_ARGUMENT: 'correct the named argument',
  INVALID_NAME: 'use a name without spaces, dots, wildcards or path separators',
  INVALID_CONFIGURATION: 'correct the named fields',
  INVALID_REQUEST: 'correct the named fields, or create the manager without validate',
  INVALID_REPLY: 'check that only the server answers on the JetStream API subjects',
  INVALID_MESSAGE: 'pass the JSON text of one NATS message',
  UNKNOWN_MESSAGE_TYPE: 'use one of the types that schemaTypes() lists',
  UNKNOWN_FORMAT: 'use one of the formats in renderFormats',
  INVALID_METADATA: 'pass a message that JetStream delivered, or a direct get reply',
  INVALID_QUERY: 'correct the query at the named position',
  UNSAFE_INTEGER: 'read this value with a tool that keeps 64 bits; a JavaScript number cannot hold it exactly',
  API_ERROR: "look up the server's error code",
  STREAM_NOT_FOUND: 'check the stream name, the account and the domain',
  CONSUMER_NOT_FOUND: 'check the consumer name and its stream',
  STREAM_EXISTS: 'choose another name, delete the stream, or pass overwrite',
  MESSAGE_NOT_FOUND: 'check the sequence or subject; the message may have been removed',
  NAME_MISMATCH: 'omit the durable name, or make it equal to the requested name',
  FEATURE_UNSUPPORTED: 'upgrade the server, or do without the feature',
  RECREATION_NEEDED: 'pass recreate, which keeps messages and consumers, or keep the current setting',
  JETSTREAM_UNAVAILABLE: 'enable JetStream for this account, and check the API prefix and the domain',
  NO_RESPONDERS: 'check that a service listens on this subject, and check the permissions of this user',
  PERMISSION_DENIED: 'grant this user the named subject, or connect as a user who has it',
  TIMEOUT: 'retry, or create the manager with a larger timeoutMs',
  DISCONNECTED: 'retry when the connection is up again',
  ABORTED: 'the signal passed in was aborted; nothing to correct',
  MEMORY_STREAM: 'use nats-server 2.15 or newer, or file storage',
  FILE_ERROR: 'check the path, its permissions and the free disk space',
  BACKUP_EXISTS: 'choose an empty directory, or, for one stream, pass overwrite',
  BACKUP_INCOMPLETE: 'take the backup again; this one was interrupted',
  BACKUP_CORRUPT: 'use another copy of this backup; nothing was restored from it',
  STORE_FAILED: 'check the address, the credentials and the permissions of the store, then retry',
  TRANSFER_INTERRUPTED: 'retry; no incomplete stream or backup was left',
  RESTORE_MISMATCH: 'restore with limits that hold the whole backup, or accept the loss (acceptLoss)',
  STREAM_NOT_PUT_BACK: 'restore the backup in the named directory',
} as const satisfies Record<string, string>;

/** The code of a {@link JetStreamManagerError}. */
export type JetStreamManagerErrorCode = keyof typeof errorCodes;
