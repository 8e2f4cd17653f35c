import { assertKnownOptions, headers, isError, isPromiseLike, type OptionNames } from '@symphony-ts/contract';
import type { Attributes, AttributeValue } from '../otlp/any-value.js';
import type { Clock } from '../otlp/unix-nano.js';
import type { SpanEvent, SpanRecord } from './encode-traces.js';
import { createIdSource } from './id-source.js';
import { type OpenSpan, type Span, type SpanKind, silentSpan } from './span.js';
import { formatTrace, parseTraceparent, type TraceContext, type TraceHeaders } from './trace-context.js';

/** Options of a span that you open yourself. */
export interface SpanOptions {
  /** Kind of the span. Default `internal`. */
  readonly kind?: SpanKind;
  /** Attributes that the span has from its start. */
  readonly attributes?: Attributes;
}

const spanOptionNames = { kind: true, attributes: true } as const satisfies OptionNames<SpanOptions>;

/** Creates your own spans. */
export interface Tracer {
  /**
   * Runs `work` in a new span. The span is a child of the span of the running handler, and the parent of the spans of calls in
   * `work`. It ends when `work` returns, or when the promise of `work` settles. If `work` throws, the span is marked as failed,
   * and the error is thrown on.
   */
  span<T>(name: string, work: (span: Span) => T, options?: SpanOptions): T;
}

/** The trace of the running code. */
export interface ActiveTrace {
  /** Returns the trace of the present asynchronous work. `undefined` outside of a trace. */
  current(): TraceHeaders | undefined;
  /** Runs `work` as part of a trace. */
  run<T>(trace: TraceHeaders, work: () => T): T;
}

/** A `Tracer` that runs the work and records nothing. */
export const silentTracer: Tracer = { span: (_name, work) => work(silentSpan) };

export interface SpanRecorderOptions {
  readonly clock: Clock;
  /** Called with each ended span that is to be kept. */
  readonly ended: (span: SpanRecord) => void;
}

/** Opens spans, and passes them on when they end. */
export class SpanRecorder {
  readonly #options: SpanRecorderOptions;
  readonly #newId = createIdSource();

  constructor(options: SpanRecorderOptions) {
    this.#options = options;
  }

  /** Opens a span below `parent`, or as the root of a new trace. If the caller does not record its trace, neither does the span. */
  open(name: string, parent: TraceHeaders | undefined, options: SpanOptions = {}): OpenSpan {
    const above = parseTraceparent(parent?.[headers.traceparent]);
    const own: TraceContext = {
      traceId: above?.traceId ?? this.#newId(16),
      spanId: this.#newId(8),
      isSampled: above?.isSampled ?? true,
    };
    const traceState = above ? parent?.[headers.tracestate] : undefined;
    const parts = { name, own, parentSpanId: above?.spanId, traceState, kind: options.kind ?? 'internal' } as const;
    const { attributes = NONE } = options;
    // Attributes that cannot change are copied only when one is added.
    return new RecordedSpan(parts, Object.isFrozen(attributes) ? attributes : { ...attributes }, this.#options);
  }

  /** Returns a tracer whose spans are children of the active span. */
  tracer(active: ActiveTrace): Tracer {
    return {
      span: (name, work, options) => {
        assertKnownOptions(`span '${name}'`, options, spanOptionNames);
        const span = this.open(name, active.current(), options);
        return active.run(span.headers, () => finish(span, () => work(span)));
      },
    };
  }
}

/** Ends `span` with the work. A promise, or anything else with `then`, is returned unchanged. */
function finish<T>(span: OpenSpan, work: () => T): T {
  const fail = (thrown: unknown): never => {
    span.recordError(thrown);
    span.end();
    throw thrown;
  };
  let result: T;
  try {
    result = work();
  } catch (error) {
    return fail(error);
  }
  if (!isPromiseLike<unknown>(result)) {
    span.end();
    return result;
  }
  const ended: Promise<unknown> = Promise.resolve(result).then((value: unknown) => {
    span.end();
    return value;
  }, fail);
  // The promise resolves to the same value as the one of `work`.
  return ended as T;
}

interface SpanParts {
  readonly name: string;
  readonly own: TraceContext;
  readonly parentSpanId: string | undefined;
  readonly traceState: string | undefined;
  readonly kind: SpanKind;
}

const NONE: Attributes = Object.freeze({});

/** OpenTelemetry's default for attributes and for events of a span. */
const MAX_COUNT = 128;

class RecordedSpan implements OpenSpan {
  readonly #parts: SpanParts;
  #attributes: Readonly<Record<string, AttributeValue | undefined>>;
  readonly #options: SpanRecorderOptions;
  readonly #startMs: number;
  readonly #events: SpanEvent[] = [];
  #failure: string | undefined;
  #hasEnded = false;

  constructor(parts: SpanParts, attributes: Attributes, options: SpanRecorderOptions) {
    this.#parts = parts;
    this.#attributes = attributes;
    this.#options = options;
    this.#startMs = options.clock();
  }

  get isRecording(): boolean {
    return this.#parts.own.isSampled && !this.#hasEnded;
  }

  get traceId(): string {
    return this.#parts.own.traceId;
  }

  get spanId(): string {
    return this.#parts.own.spanId;
  }

  get headers(): TraceHeaders {
    return formatTrace(this.#parts.own, this.#parts.traceState);
  }

  setAttribute(name: string, value: AttributeValue): void {
    if (this.#hasEnded) return;
    if (!(name in this.#attributes) && Object.keys(this.#attributes).length >= MAX_COUNT) return;
    this.#attributes = { ...this.#attributes, [name]: value };
  }

  addEvent(name: string, attributes: Attributes = {}): void {
    if (this.#hasEnded || this.#events.length >= MAX_COUNT) return;
    this.#events.push({ name, timeMs: this.#options.clock(), attributes: { ...attributes } });
  }

  recordError(thrown: unknown): void {
    const exception = exceptionAttributes(thrown);
    this.#failure = String(exception['exception.message'] ?? '');
    this.addEvent('exception', exception);
  }

  fail(): void {
    this.#failure ??= '';
  }

  end(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    const { name, own, parentSpanId, traceState, kind } = this.#parts;
    if (!own.isSampled) return;
    this.#options.ended({
      traceId: own.traceId,
      spanId: own.spanId,
      parentSpanId,
      traceState,
      name,
      kind,
      startMs: this.#startMs,
      // The clock may have been set back meanwhile.
      endMs: Math.max(this.#startMs, this.#options.clock()),
      attributes: this.#attributes,
      events: this.#events,
      failure: this.#failure,
    });
  }
}

/** Name, message and stack of anything thrown, as OpenTelemetry names them. */
export const exceptionAttributes = (thrown: unknown): Attributes =>
  isError(thrown)
    ? { 'exception.type': thrown.name, 'exception.message': thrown.message, 'exception.stacktrace': thrown.stack }
    : { 'exception.message': String(thrown) };
