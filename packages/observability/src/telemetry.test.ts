import { InvalidConfigurationError, type LogFields, type Logger } from '@symphony-ts/contract';
import { type ObservabilityOptions, resolveObservability } from './options.js';
import { Telemetry } from './telemetry.js';
import type { TraceHeaders } from './trace/trace-context.js';

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN_ID = '00f067aa0ba902b7';
const PARENT = { traceparent: `00-${TRACE_ID}-${SPAN_ID}-01`, tracestate: 'vendor=1' };
const START = 1_700_000_000_000;
const source = { name: 'catalog', version: '1.2.3', instanceId: 'i-1' };
const PLENTY = 1_000_000;

/** Telemetry with a clock that the test sets. */
function setUp(options: ObservabilityOptions = {}) {
  const resolved = resolveObservability(options);
  if (!resolved) throw new TypeError('it is on');
  const clock = { now: START };
  const telemetry = new Telemetry(resolved, () => clock.now);
  const spans = () => telemetry.drainTraces(source, PLENTY).resourceSpans[0]?.scopeSpans[0]?.spans ?? [];
  const logs = () => telemetry.drainLogs(source, PLENTY).resourceLogs[0]?.scopeLogs[0]?.logRecords ?? [];
  const metric = (name: string) =>
    telemetry
      .readMetrics(source, PLENTY)
      .resourceMetrics[0]?.scopeMetrics[0]?.metrics.find((series) => series.name === name);
  const points = (name: string) => metric(name)?.sum?.dataPoints;
  return { telemetry, clock, spans, logs, metric, points };
}

/** A logger that keeps its lines. */
function listening() {
  const lines: unknown[] = [];
  const make = (bound: LogFields): Logger => {
    const write = (level: string) => (message: string, fields?: LogFields) => {
      lines.push([level, message, { ...bound, ...fields }]);
    };
    return {
      debug: write('debug'),
      info: write('info'),
      warn: write('warn'),
      error: write('error'),
      child: (fields) => make({ ...bound, ...fields }),
    };
  };
  return { lines, logger: make({}) };
}

describe('drainTraces', () => {
  it('writes a span as OTLP/JSON has it, once', () => {
    const { telemetry, clock } = setUp({ attributes: { 'deployment.environment.name': 'test' } });
    const span = telemetry.spans.open('add', PARENT, { kind: 'server', attributes: { endpoint: 'add' } });
    span.setAttribute('items', 3);
    clock.now += 1;
    span.addEvent('checked', { ok: true });
    clock.now += 1.5;
    span.end();
    span.end();
    span.setAttribute('late', true);
    span.addEvent('late');
    expect(telemetry.drainTraces(source, PLENTY)).toEqual({
      resourceSpans: [
        {
          resource: {
            attributes: [
              { key: 'deployment.environment.name', value: { stringValue: 'test' } },
              { key: 'service.name', value: { stringValue: 'catalog' } },
              { key: 'service.version', value: { stringValue: '1.2.3' } },
              { key: 'service.instance.id', value: { stringValue: 'i-1' } },
            ],
          },
          scopeSpans: [
            {
              scope: { name: '@symphony-ts/observability' },
              spans: [
                {
                  traceId: TRACE_ID,
                  spanId: expect.stringMatching(/^[\da-f]{16}$/),
                  parentSpanId: SPAN_ID,
                  traceState: 'vendor=1',
                  name: 'add',
                  kind: 2,
                  startTimeUnixNano: '1700000000000000000',
                  endTimeUnixNano: '1700000000002500000',
                  attributes: [
                    { key: 'endpoint', value: { stringValue: 'add' } },
                    { key: 'items', value: { intValue: '3' } },
                  ],
                  events: [
                    {
                      timeUnixNano: '1700000000001000000',
                      name: 'checked',
                      attributes: [{ key: 'ok', value: { boolValue: true } }],
                    },
                  ],
                  status: {},
                },
              ],
            },
          ],
        },
      ],
    });
    expect(telemetry.drainTraces(source, PLENTY)).toEqual({ resourceSpans: [] });
  });

  it('begins a trace where the caller has none', () => {
    const { telemetry, spans } = setUp();
    telemetry.spans.open('first', undefined).end();
    const [span] = spans();
    expect(span).toMatchObject({ traceId: expect.stringMatching(/^[\da-f]{32}$/), kind: 1 });
    expect(span).not.toHaveProperty('parentSpanId');
  });

  it('records nothing of a trace that its caller does not record, and says so to those it calls', () => {
    const { telemetry, spans } = setUp();
    const span = telemetry.spans.open('quiet', { traceparent: `00-${TRACE_ID}-${SPAN_ID}-00` });
    span.end();
    expect(span.headers).toEqual({ traceparent: `00-${TRACE_ID}-${span.spanId}-00` });
    expect(spans()).toEqual([]);
  });

  it('lets no span end before it began', () => {
    const { telemetry, clock, spans } = setUp();
    const span = telemetry.spans.open('back in time', undefined);
    clock.now -= 60_000;
    span.end();
    expect(spans()[0]?.endTimeUnixNano).toBe('1700000000000000000');
  });

  it('says what failed', () => {
    const { telemetry, spans } = setUp();
    const span = telemetry.spans.open('add', PARENT);
    span.recordError(new RangeError('too many'));
    span.end();
    expect(spans()[0]).toMatchObject({
      status: { code: 2, message: 'too many' },
      events: [
        {
          name: 'exception',
          attributes: expect.arrayContaining([{ key: 'exception.type', value: { stringValue: 'RangeError' } }]),
        },
      ],
    });
  });

  it('keeps the latest spans, and counts the others', () => {
    const { telemetry, spans, points } = setUp({ maxSpans: 2 });
    for (const name of ['a', 'b', 'c', 'd', 'e']) telemetry.spans.open(name, undefined).end();
    expect(spans().map(({ name }) => name)).toEqual(['d', 'e']);
    expect(points('symphony.telemetry.spans.dropped')).toMatchObject([{ asInt: '3' }]);
  });

  it('answers no more than a message holds', () => {
    const { telemetry } = setUp();
    for (let index = 0; index < 100; index += 1) {
      telemetry.spans.open(`span ${index}`, undefined, { attributes: { text: 'x'.repeat(1_000) } }).end();
    }
    const names: string[] = [];
    for (let polls = 0; names.length < 100 && polls < 100; polls += 1) {
      const answer = telemetry.drainTraces(source, 20_000);
      expect(JSON.stringify(answer).length).toBeLessThan(20_000);
      names.push(...(answer.resourceSpans[0]?.scopeSpans[0]?.spans ?? []).map(({ name }) => name));
    }
    expect(names).toEqual(Array.from({ length: 100 }, (_, index) => `span ${index}`));
  });
});

describe('tracer', () => {
  const active = () => {
    const seen: TraceHeaders[] = [];
    const run = <T>(trace: TraceHeaders, work: () => T): T => {
      seen.push(trace);
      return work();
    };
    return { seen, current: () => PARENT, run };
  };

  it('does work as a child of what is active', async () => {
    const { telemetry, spans } = setUp();
    const around = active();
    const tracer = telemetry.spans.tracer(around);
    expect(tracer.span('now', (span) => span.traceId)).toBe(TRACE_ID);
    expect(await tracer.span('later', () => Promise.resolve(2), { kind: 'client' })).toBe(2);
    expect(spans()).toMatchObject([
      { name: 'now', kind: 1, parentSpanId: SPAN_ID, status: {} },
      { name: 'later', kind: 3, parentSpanId: SPAN_ID, status: {} },
    ]);
    expect(around.seen[0]).toEqual({ traceparent: expect.stringMatching(`^00-${TRACE_ID}-`), tracestate: 'vendor=1' });
  });

  it('throws on what the work throws', async () => {
    const { telemetry, spans } = setUp();
    const tracer = telemetry.spans.tracer(active());
    const fail = () => {
      throw new Error('at once');
    };
    expect(() => tracer.span('now', fail)).toThrow('at once');
    await expect(tracer.span('later', () => Promise.reject(new Error('late')))).rejects.toThrow('late');
    expect(spans().map(({ status }) => status.message)).toEqual(['at once', 'late']);
  });
});

describe('drainLogs', () => {
  it('keeps lines with the fields of all loggers above them, and their trace', () => {
    const { telemetry, logs } = setUp();
    const { lines, logger } = listening();
    const captured = telemetry.capture(logger).child({ extension: 'catalog', trace_id: TRACE_ID, span_id: SPAN_ID });
    captured.warn('low on stock', { left: 2, of: { item: 'bolt' } });
    captured.error('gone', { err: new TypeError('no stock') });
    expect(lines).toHaveLength(2);
    expect(logs()).toMatchObject([
      {
        timeUnixNano: '1700000000000000000',
        observedTimeUnixNano: '1700000000000000000',
        severityNumber: 13,
        severityText: 'WARN',
        body: { stringValue: 'low on stock' },
        traceId: TRACE_ID,
        spanId: SPAN_ID,
        attributes: [
          { key: 'extension', value: { stringValue: 'catalog' } },
          { key: 'left', value: { intValue: '2' } },
          { key: 'of', value: { stringValue: '{"item":"bolt"}' } },
        ],
      },
      {
        severityNumber: 17,
        attributes: expect.arrayContaining([{ key: 'exception.type', value: { stringValue: 'TypeError' } }]),
      },
    ]);
    expect(logs()).toEqual([]);
  });

  it.each([
    [undefined, ['info', 'warn', 'error']],
    ['debug', ['debug', 'info', 'warn', 'error']],
    ['error', ['error']],
  ] as const)('keeps from level %s on', (logLevel, kept) => {
    const { telemetry, logs } = setUp(logLevel ? { logLevel } : {});
    const { lines, logger } = listening();
    const captured = telemetry.capture(logger);
    for (const level of ['debug', 'info', 'warn', 'error'] as const) captured[level](level);
    expect(logs().map(({ body }) => body)).toEqual(kept.map((stringValue) => ({ stringValue })));
    expect(lines).toHaveLength(4);
  });

  it('takes fields that JSON cannot hold', () => {
    const { telemetry, logs } = setUp();
    telemetry.capture(listening().logger).info('odd', { big: 1n });
    expect(logs()[0]?.attributes).toEqual([{ key: 'big', value: { stringValue: '1' } }]);
  });
});

describe('readMetrics', () => {
  it('tells everything since the start, each time', () => {
    const { telemetry, clock, points } = setUp();
    const counter = telemetry.metrics.counter('ships.moored', { unit: '{ship}' });
    counter.add();
    counter.add(2, { pier: 'a', flag: 'x' });
    clock.now += 1_000;
    telemetry.metrics.counter('ships.moored').add(1.5, { flag: 'x', pier: 'a' });
    const expected = [
      { attributes: [], asInt: '1', startTimeUnixNano: '1700000000000000000', timeUnixNano: '1700000001000000000' },
      { attributes: [{ key: 'pier' }, { key: 'flag' }], asDouble: 3.5 },
    ];
    expect(points('ships.moored')).toMatchObject(expected);
    expect(points('ships.moored')).toMatchObject(expected);
    const { metrics } = telemetry.readMetrics(source, PLENTY).resourceMetrics[0]?.scopeMetrics[0] ?? {};
    expect(metrics?.[0]).toMatchObject({ unit: '{ship}', sum: { aggregationTemporality: 2, isMonotonic: true } });
  });

  it('answers no more than a message holds, and the rest with the next', () => {
    const { telemetry } = setUp();
    const names = Array.from({ length: 30 }, (_, index) => `metric ${index}`);
    for (const [index, name] of names.entries()) {
      const text = 'x'.repeat(1_000);
      if (index % 2) telemetry.metrics.counter(name).add(1, { text });
      else telemetry.metrics.histogram(name).record(1, { text });
    }
    telemetry.metrics.counter('huge').add(1, Object.fromEntries(names.map((name) => [name, 'x'.repeat(1_000)])));
    const seen: string[] = [];
    for (let polls = 0; polls < 3; polls += 1) {
      const answer = telemetry.readMetrics(source, 20_000);
      expect(JSON.stringify(answer).length).toBeLessThan(20_000);
      seen.push(...(answer.resourceMetrics[0]?.scopeMetrics[0]?.metrics ?? []).map(({ name }) => name));
    }
    const own = seen.filter((name) => name.startsWith('metric')).toSorted();
    expect(new Set(own)).toEqual(new Set(names));
    expect(seen).not.toContain('huge');
  });

  it('counts attributes beyond the limit together', () => {
    const { telemetry, points } = setUp({ maxSeries: 2 });
    const counter = telemetry.metrics.counter('calls');
    for (const user of ['a', 'b', 'c', 'd', 'a']) counter.add(1, { user });
    expect(points('calls')).toMatchObject([
      { asInt: '2' },
      { asInt: '1' },
      { asInt: '2', attributes: [{ key: 'otel.metric.overflow', value: { boolValue: true } }] },
    ]);
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('refuses to count %d', (amount) => {
    expect(() => setUp().telemetry.metrics.counter('calls').add(amount)).toThrow(InvalidConfigurationError);
  });
});

describe('histogram', () => {
  it('is written as OTLP/JSON has it, each time', () => {
    const { telemetry, metric } = setUp();
    const waits = telemetry.metrics.histogram('ships.wait', { unit: 's', description: 'Wait', boundaries: [1, 2.5] });
    for (const value of [0, 1, 1.5, 2.5, 7]) waits.record(value, { pier: 'a' });
    telemetry.metrics.histogram('ships.wait').record(2, {});
    const expected = {
      name: 'ships.wait',
      description: 'Wait',
      unit: 's',
      histogram: {
        aggregationTemporality: 2,
        dataPoints: [
          {
            attributes: [{ key: 'pier', value: { stringValue: 'a' } }],
            startTimeUnixNano: '1700000000000000000',
            timeUnixNano: '1700000000000000000',
            count: '5',
            sum: 12,
            min: 0,
            max: 7,
            // A value at a boundary belongs to the lower bucket.
            bucketCounts: ['2', '2', '1'],
            explicitBounds: [1, 2.5],
          },
          expect.objectContaining({ attributes: [], count: '1', sum: 2, bucketCounts: ['0', '1', '0'] }),
        ],
      },
    };
    expect(metric('ships.wait')).toEqual(expected);
    expect(metric('ships.wait')).toEqual(expected);
  });

  it('has OpenTelemetry’s boundaries where it has none of its own', () => {
    const { telemetry, metric } = setUp();
    telemetry.metrics.histogram('ships.length').record(30);
    const [point] = metric('ships.length')?.histogram?.dataPoints ?? [];
    expect(point?.explicitBounds).toEqual([0, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10000]);
    expect(point?.bucketCounts.indexOf('1')).toBe(4);
  });

  it('takes attributes beyond the limit together', () => {
    const { telemetry, metric } = setUp({ maxSeries: 1 });
    const calls = telemetry.metrics.histogram('calls', { boundaries: [] });
    for (const user of ['a', 'b', 'c']) calls.record(1, { user });
    expect(metric('calls')?.histogram?.dataPoints).toMatchObject([
      { count: '1', bucketCounts: ['1'] },
      { count: '2', attributes: [{ key: 'otel.metric.overflow', value: { boolValue: true } }] },
    ]);
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('refuses %d', (value) => {
    expect(() => setUp().telemetry.metrics.histogram('calls').record(value)).toThrow(InvalidConfigurationError);
  });

  it.each([[[2, 1]], [[1, 1]], [[Number.NaN]]])('refuses the boundaries %j', (boundaries) => {
    expect(() => setUp().telemetry.metrics.histogram('calls', { boundaries })).toThrow(InvalidConfigurationError);
  });
});

describe('resolveObservability', () => {
  it('is off unless it is asked for', () => {
    expect([undefined, false].map(resolveObservability)).toEqual([undefined, undefined]);
    expect(resolveObservability(true)).toMatchObject({ maxSpans: 2_048, maxLogs: 2_048, logLevel: 'info' });
  });

  it.each([{ maxSpans: 0 }, { maxLogs: 1.5 }, { maxSeries: -1 }])('refuses %j', (options) => {
    expect(() => resolveObservability(options)).toThrow(InvalidConfigurationError);
  });
});
