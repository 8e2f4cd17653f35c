import { encodeAttributes, type Attributes, type KeyValue } from './any-value.js';
import { encodeResource, scope, type Resource, type Scope, type TelemetrySource } from './envelope.js';
import { unixNano } from './unix-nano.js';

/** What a counter has counted, by its attributes. */
export interface CounterRecord {
  readonly name: string;
  readonly description?: string | undefined;
  readonly unit?: string | undefined;
  readonly points: readonly { readonly attributes: Attributes; readonly value: number }[];
}

export interface OtlpMetric {
  readonly name: string;
  readonly description?: string;
  readonly unit?: string;
  readonly sum: {
    readonly aggregationTemporality: number;
    readonly isMonotonic: boolean;
    readonly dataPoints: readonly OtlpPoint[];
  };
}

export interface OtlpPoint {
  readonly attributes: readonly KeyValue[];
  readonly startTimeUnixNano: string;
  readonly timeUnixNano: string;
  readonly asInt?: string;
  readonly asDouble?: number;
}

/** `MetricsData` of OTLP/JSON. */
export interface MetricsData {
  readonly resourceMetrics: readonly {
    readonly resource: Resource;
    readonly scopeMetrics: readonly { readonly scope: Scope; readonly metrics: readonly OtlpMetric[] }[];
  }[];
}

/** `AGGREGATION_TEMPORALITY_CUMULATIVE`: each answer tells everything since the start, so that a lost one loses nothing. */
const CUMULATIVE = 2;

/** From when to when was counted; milliseconds since 1970. */
export interface Period {
  readonly startMs: number;
  readonly nowMs: number;
}

export const encodeCounter = ({ name, description, unit, points }: CounterRecord, period: Period): OtlpMetric => ({
  name,
  ...(description === undefined ? {} : { description }),
  ...(unit === undefined ? {} : { unit }),
  sum: {
    aggregationTemporality: CUMULATIVE,
    isMonotonic: true,
    dataPoints: points.map(({ attributes, value }) => ({
      attributes: encodeAttributes(attributes),
      startTimeUnixNano: unixNano(period.startMs),
      timeUnixNano: unixNano(period.nowMs),
      ...(Number.isSafeInteger(value) ? { asInt: String(value) } : { asDouble: value }),
    })),
  },
});

/** Counters of one instance; an empty list without any. */
export const encodeMetrics = (source: TelemetrySource, metrics: readonly OtlpMetric[]): MetricsData => ({
  resourceMetrics:
    metrics.length === 0 ? [] : [{ resource: encodeResource(source), scopeMetrics: [{ scope, metrics }] }],
});
