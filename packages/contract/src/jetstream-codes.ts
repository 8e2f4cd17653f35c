/** The codes of JetStream errors (`err_code`) that this project acts on, by what they mean. @documented by nats-server's errors.json */
export const jetStreamCodes = {
  /** A field that this server does not know, in its strict mode. */
  invalidJson: 10025,
  /** There is no message of that sequence or subject. */
  noMessage: 10037,
  /** The message exceeds `max_msg_size` of its stream. */
  messageTooLarge: 10054,
  /** There is a stream of that name, with another configuration. */
  streamNameInUse: 10058,
  /** There is no stream of that name. */
  streamNotFound: 10059,
  /** The expected last sequence is not the last one. */
  wrongLastSequence: 10071,
  /** The message could not be stored. */
  storeFailed: 10077,
  /** As `wrongLastSequence`, where the server does not say which sequence is the last. */
  wrongLastSequenceUnknown: 10164,
} as const;
