import { createCaller, SymphonyClient, type SymphonyConnection } from '@symphony-ts/client';
import type { SpanRecorder } from '@symphony-ts/observability';
import { spanningCaller } from '../invoke/client-spans.js';
import { currentTrace } from '../invoke/trace.js';

/** A client on `connection` that continues the trace of the handler that uses it, with spans of its own if `spans` is given. */
export function tracedClient(connection: SymphonyConnection, spans?: SpanRecorder): SymphonyClient {
  const caller = createCaller(connection.nc, { headers: currentTrace });
  return new SymphonyClient(connection, spans ? spanningCaller(caller, spans) : caller);
}
