import type { Caller, CallOptions, CallScope, PublishOptions } from '@symphony-ts/client';
import { isError, isSymphonyError, headers as names, serviceGroup } from '@symphony-ts/contract';
import { type Attributes, parseTraceparent, type SpanRecorder, type TraceHeaders } from '@symphony-ts/observability';
import { currentTrace } from './trace.js';

/** Wraps `caller`. Each request that belongs to the trace of a handler becomes a client span. */
export const spanningCaller = (caller: Caller, spans: SpanRecorder): Caller =>
  new SpanningCaller(caller, spans, undefined);

class SpanningCaller implements Caller {
  readonly #caller: Caller;
  readonly #spans: SpanRecorder;
  readonly #scoped: TraceHeaders | undefined;

  constructor(caller: Caller, spans: SpanRecorder, scoped: TraceHeaders | undefined) {
    this.#caller = caller;
    this.#spans = spans;
    this.#scoped = scoped;
  }

  async request(subject: string, payload?: unknown, options: CallOptions = {}): ReturnType<Caller['request']> {
    const parent = this.#parent(options);
    if (!traceIdOf(parent)) return this.#caller.request(subject, payload, options);
    const method = methodOf(subject);
    const span = this.#spans.open(method ?? subject, parent, {
      kind: 'client',
      attributes: attributesOf(subject, method),
    });
    try {
      return await this.#caller.request(subject, payload, {
        ...options,
        headers: { ...options.headers, ...span.headers },
      });
    } catch (error) {
      span.setAttribute('error.type', errorTypeOf(error));
      span.recordError(error);
      throw error;
    } finally {
      span.end();
    }
  }

  publish(subject: string, payload?: unknown, options?: PublishOptions): Promise<void> {
    return this.#caller.publish(subject, payload, options);
  }

  within(scope: CallScope): Caller {
    return new SpanningCaller(this.#caller.within(scope), this.#spans, scope.headers);
  }

  /** The trace that the call names, otherwise the innermost running work of the request it belongs to. */
  #parent({ headers }: CallOptions): TraceHeaders | undefined {
    if (headers?.[names.traceparent] !== undefined) return headers;
    const active = currentTrace();
    const isOfRequest = traceIdOf(active) === traceIdOf(this.#scoped);
    return isOfRequest ? active : (this.#scoped ?? active);
  }
}

const traceIdOf = (trace: TraceHeaders | undefined): string | undefined =>
  parseTraceparent(trace?.[names.traceparent])?.traceId;

const EXTENSIONS = serviceGroup('');

/** `<prefix>/<endpoint>`, without the instance. `undefined` if the subject does not belong to an extension. */
function methodOf(subject: string): string | undefined {
  if (!subject.startsWith(EXTENSIONS)) return undefined;
  const [prefix, ...path] = subject.slice(EXTENSIONS.length).split('.');
  return `${prefix}/${(path[0] === 'instance' ? path.slice(2) : path).join('.')}`;
}

const attributesOf = (subject: string, method: string | undefined): Attributes => ({
  'messaging.system': 'nats',
  'messaging.destination.name': subject,
  ...(method === undefined ? {} : { 'rpc.system.name': 'nats', 'rpc.method': method }),
});

function errorTypeOf(thrown: unknown): string {
  if (isSymphonyError(thrown, 'REMOTE_ERROR')) return String(thrown.params.status);
  if (isSymphonyError(thrown)) return thrown.code;
  return isError(thrown) ? thrown.name : '_OTHER';
}
