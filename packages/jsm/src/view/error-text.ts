import {
  errorCodes,
  isJetStreamManagerError,
  type JetStreamManagerErrorCode,
} from '@symphony-ts/jetstream-manager/internal';

/** Remedies in words of the command line. The library names its functions and options instead. */
const remedies: Readonly<Partial<Record<JetStreamManagerErrorCode, string>>> = {
  INVALID_OPTIONS: 'see --help',
  INVALID_ARGUMENT: 'see --help',
  INVALID_REQUEST: 'correct the named fields',
  INVALID_METADATA: 'use a message that JetStream delivered',
  INVALID_MESSAGE: 'use the JSON text of one NATS message',
  UNKNOWN_MESSAGE_TYPE: 'use one of the types that jsm schema list shows',
  UNKNOWN_FORMAT: 'see --help',
  STREAM_EXISTS: 'choose another name (--as), skip the stream (--skip-existing), or replace it (--overwrite)',
  NAME_MISMATCH: 'use the name in the file',
  RECREATION_NEEDED: 'add --recreate, which keeps messages and consumers, or keep the current setting',
  JETSTREAM_UNAVAILABLE: 'enable JetStream for this account, and check --js-api-prefix and --domain',
  TIMEOUT: 'try again, or with a larger --timeout, such as --timeout 30s',
  DISCONNECTED: 'try again when the server is back',
  BACKUP_EXISTS: 'choose an empty directory, or, with --stream, add --overwrite',
  RESTORE_MISMATCH: 'restore with limits that hold the whole backup, or add --accept-loss',
  STREAM_NOT_PUT_BACK: 'restore the named directory with jsm restore',
  FEATURE_UNSUPPORTED: 'upgrade the server, or omit the option',
};

/** The text of an error, with the remedy in words of the command line. */
export function errorText(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  if (!isJetStreamManagerError(error)) return text;
  const remedy = remedies[error.code];
  const library = errorCodes[error.code];
  return remedy !== undefined && text.endsWith(`; ${library}`) ? `${text.slice(0, -library.length)}${remedy}` : text;
}
