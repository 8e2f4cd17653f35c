import { withoutUndefined } from '@symphony-ts/contract';
import { type Attributes, encodeAttributes, type KeyValue } from '../otlp/any-value.js';
import { encodeResource, type Resource, type Scope, scope, type TelemetrySource } from '../otlp/envelope.js';
import { unixNano } from '../otlp/unix-nano.js';

/** The counts of a counter, by attributes. */
export interface CounterRecord {
  readonly name: string;
  readonly description?: string | undefined;
  readonly unit?: string | undefined;
  readonly points: readonly { readonly attributes: Attributes; readonly value: number }[];
}

/** The values of a histogram, by attributes. */
export interface HistogramRecord {
  readonly name: string;
  readonly description?: string | undefined;
  readonly unit?: string | undefined;
  readonly boundaries: readonly number[];
  readonly points: readonly {
    readonly attributes: Attributes;
    readonly count: number;
    readonly sum: number;
    readonly min: number;
    readonly max: number;
    /** One more than there are boundaries. */
    readonly buckets: readonly number[];
  }[];
}

/** One metric in OTLP's JSON form. A counter has `sum`, and a histogram has `histogram`. */
export interface OtlpMetric {
  /** Name of the metric. */
  readonly name: string;
  /** What the metric measures. */
  readonly description?: string;
  /** Unit in UCUM, such as `ms`. */
  readonly unit?: string;
  /** Set for a counter. */
  readonly sum?: {
    readonly aggregationTemporality: number;
    readonly isMonotonic: boolean;
    readonly dataPoints: readonly OtlpPoint[];
  };
  /** Set for a histogram. */
  readonly histogram?: {
    readonly aggregationTemporality: number;
    readonly dataPoints: readonly OtlpHistogramPoint[];
  };
}

interface PointBase {
  readonly attributes: readonly KeyValue[];
  readonly startTimeUnixNano: string;
  readonly timeUnixNano: string;
}

/** One series of a histogram in OTLP's JSON form. */
export interface OtlpHistogramPoint extends PointBase {
  /** Number of measurements. */
  readonly count: string;
  /** Sum of the measurements. */
  readonly sum: number;
  /** Smallest measurement. */
  readonly min: number;
  /** Largest measurement. */
  readonly max: number;
  /** Number of values in each bucket. The list has one entry more than `explicitBounds`. */
  readonly bucketCounts: readonly string[];
  /** Upper bounds of the buckets, in ascending order. */
  readonly explicitBounds: readonly number[];
}

export interface OtlpPoint extends PointBase {
  readonly asInt?: string;
  readonly asDouble?: number;
}

/** `MetricsData` of OTLP/JSON. */
export interface MetricsData {
  /** Metrics by resource and scope. */
  readonly resourceMetrics: readonly {
    readonly resource: Resource;
    readonly scopeMetrics: readonly { readonly scope: Scope; readonly metrics: readonly OtlpMetric[] }[];
  }[];
}

/** `AGGREGATION_TEMPORALITY_CUMULATIVE`: each answer tells everything since the start, so that a lost one loses nothing. */
const CUMULATIVE = 2;

/** Beginning and end of the counting, in milliseconds since 1970. */
export interface Period {
  readonly startMs: number;
  readonly nowMs: number;
}

const encodeHead = ({ name, description, unit }: Pick<CounterRecord, 'name' | 'description' | 'unit'>) => ({
  name,
  ...withoutUndefined({ description, unit }),
});

const encodeBase = (attributes: Attributes, { startMs, nowMs }: Period): PointBase => ({
  attributes: encodeAttributes(attributes),
  startTimeUnixNano: unixNano(startMs),
  timeUnixNano: unixNano(nowMs),
});

export const encodeCounter = (record: CounterRecord, period: Period): OtlpMetric => ({
  ...encodeHead(record),
  sum: {
    aggregationTemporality: CUMULATIVE,
    isMonotonic: true,
    dataPoints: record.points.map(({ attributes, value }) => ({
      ...encodeBase(attributes, period),
      ...(Number.isSafeInteger(value) ? { asInt: String(value) } : { asDouble: value }),
    })),
  },
});

export const encodeHistogram = (record: HistogramRecord, period: Period): OtlpMetric => ({
  ...encodeHead(record),
  histogram: {
    aggregationTemporality: CUMULATIVE,
    dataPoints: record.points.map(({ attributes, count, sum, min, max, buckets }) => ({
      ...encodeBase(attributes, period),
      count: String(count),
      sum,
      min,
      max,
      bucketCounts: buckets.map(String),
      explicitBounds: record.boundaries,
    })),
  },
});

/** Counters and histograms of one instance; an empty list without any. */
export const encodeMetrics = (source: TelemetrySource, metrics: readonly OtlpMetric[]): MetricsData => ({
  resourceMetrics:
    metrics.length === 0 ? [] : [{ resource: encodeResource(source), scopeMetrics: [{ scope, metrics }] }],
});
