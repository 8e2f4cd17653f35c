/** Codes of JetStream errors (`err_code`) that this project handles, by meaning. @documented by nats-server's errors.json */
export const jetStreamCodes = {
  /** The server is in strict mode and does not know a field. */
  invalidJson: 10025,
  /** There is no message with that sequence or subject. */
  noMessage: 10037,
  /** The message exceeds `max_msg_size` of its stream. */
  messageTooLarge: 10054,
  /** A stream of that name exists, with another configuration. */
  streamNameInUse: 10058,
  /** There is no stream of that name. */
  streamNotFound: 10059,
  /** The expected last sequence is not the last one. */
  wrongLastSequence: 10071,
  /** The message could not be stored. */
  storeFailed: 10077,
  /** Like `wrongLastSequence`, but the server does not name the last sequence. */
  wrongLastSequenceUnknown: 10164,
} as const;
