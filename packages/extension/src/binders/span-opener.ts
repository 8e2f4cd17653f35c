import type { Attributes, SpanKind, Telemetry } from '@symphony-ts/observability';
import { type OpenSpanFor, readTrace } from '../invoke/trace.js';

export interface TracedHandler {
  readonly name: string;
  readonly kind: SpanKind;
  /** How logs name the handler. */
  readonly member: string;
  readonly attributes?: Attributes | undefined;
  /** `false`: its messages open no span. */
  readonly trace?: boolean | undefined;
}

/** Opens the spans of one handler; `undefined` if nothing is recorded, so that a message costs nothing more. */
export function spanOpener(telemetry: Telemetry | undefined, handler: TracedHandler): OpenSpanFor | undefined {
  if (!telemetry || handler.trace === false) return undefined;
  const { name, kind, member } = handler;
  const shared: Attributes = { 'messaging.system': 'nats', 'code.function.name': member, ...handler.attributes };
  // The options for the latest subject. The next message nearly always has the same subject.
  let options = optionsFor('');
  function optionsFor(subject: string) {
    return { subject, kind, attributes: Object.freeze({ ...shared, 'messaging.destination.name': subject }) };
  }
  return (message) => {
    if (options.subject !== message.subject) options = optionsFor(message.subject);
    return telemetry.spans.open(name, readTrace(message), options);
  };
}
