/** One JetStream API message that crossed the connection. */
export interface TraceEvent {
  /** Whether the message was sent or received, or the request failed. */
  readonly kind: 'request' | 'reply' | 'failure';
  /** Subject of the message. */
  readonly subject: string;
  /** The message as it was sent or received. For a failure: the text of the error. */
  readonly body: string;
  /** Milliseconds since the request was sent; 0 for the request itself. */
  readonly elapsedMs: number;
}

/** Receives every API request and reply of a manager. It must not throw. */
export type Trace = (event: TraceEvent) => void;

const arrows = { request: '>>>', reply: '<<<', failure: '!!!' } as const;

/** A trace that prints one line per message to stderr. */
export const printTrace: Trace = ({ kind, subject, body, elapsedMs }) => {
  const time = kind === 'request' ? '' : ` (${elapsedMs.toFixed(1)} ms)`;
  process.stderr.write(`${arrows[kind]} ${subject}${time} ${body}\n`);
};
