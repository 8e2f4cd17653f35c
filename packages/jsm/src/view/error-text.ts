import {
  errorCodes,
  isJetStreamManagerError,
  type JetStreamManagerErrorCode,
} from '@symphony-ts/jetstream-manager/internal';

/** What to do at the command line, where the library speaks of its functions and options. */
const remedies: Readonly<Partial<Record<JetStreamManagerErrorCode, string>>> = {
  INVALID_OPTIONS: 'see --help',
  INVALID_ARGUMENT: 'see --help',
  INVALID_REQUEST: 'correct the named fields',
  INVALID_METADATA: 'give a message that JetStream delivered',
  INVALID_MESSAGE: 'give the JSON text of one NATS message',
  UNKNOWN_MESSAGE_TYPE: 'jsm schema list shows the known types',
  UNKNOWN_FORMAT: 'see --help',
  STREAM_EXISTS: 'choose another name (--as), leave it alone (--skip-existing), or replace it (--overwrite)',
  NAME_MISMATCH: 'give the name that the file has',
  RECREATION_NEEDED: 'say --recreate, which keeps messages and consumers, or leave the setting as it is',
  JETSTREAM_UNAVAILABLE: 'enable JetStream for this account, and check --js-api-prefix and --domain',
  TIMEOUT: 'try again, or with a larger --timeout, such as --timeout 30s',
  DISCONNECTED: 'try again when the server is back',
  BACKUP_EXISTS: 'choose an empty directory, or, with --stream, say --overwrite',
  RESTORE_MISMATCH: 'restore with limits that hold the whole backup, or say --accept-loss',
  STREAM_NOT_PUT_BACK: 'jsm restore the named directory',
  FEATURE_UNSUPPORTED: 'upgrade the server, or leave the option out',
};

/** What went wrong, with what to do about it in words of the command line. */
export function errorText(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  if (!isJetStreamManagerError(error)) return text;
  const remedy = remedies[error.code];
  const library = errorCodes[error.code];
  return remedy !== undefined && text.endsWith(`; ${library}`) ? `${text.slice(0, -library.length)}${remedy}` : text;
}
