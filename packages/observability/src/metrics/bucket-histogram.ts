import { InvalidConfigurationError, type OptionNames } from '@symphony-ts/contract';
import type { Attributes } from '../otlp/any-value.js';
import type { HistogramRecord } from './encode-metrics.js';
import { SeriesMap } from './series-map.js';

/** Options of a counter or a histogram. */
export interface InstrumentOptions {
  readonly description?: string;
  /** Unit in UCUM, such as `By` or `ms`. For a count, the counted thing in braces: `{request}`. */
  readonly unit?: string;
}

export const instrumentOptionNames = {
  description: true,
  unit: true,
} as const satisfies OptionNames<InstrumentOptions>;

/** Options of a histogram. */
export interface HistogramOptions extends InstrumentOptions {
  /**
   * Upper bounds of the buckets, in ascending order. A value equal to a bound is in the bucket of this bound. Default: the bounds of
   * OpenTelemetry, from 0 to 10,000, which suit milliseconds.
   */
  readonly boundaries?: readonly number[];
}

export const histogramOptionNames = {
  ...instrumentOptionNames,
  boundaries: true,
} as const satisfies OptionNames<HistogramOptions>;

/** Records the distribution of values: count, sum, smallest and largest value, and the count in each bucket. */
export interface Histogram {
  /**
   * Records one value for these attributes.
   *
   * @throws `INVALID_CONFIGURATION` when the value is negative or not finite
   */
  record(value: number, attributes?: Attributes): void;
}

/** https://opentelemetry.io/docs/specs/otel/metrics/sdk/#explicit-bucket-histogram-aggregation */
const BOUNDARIES: readonly number[] = [0, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10000];

/** The values of one combination of attributes. */
export class HistogramSeries {
  /** Attributes of this series. They differ from those of the other series of the histogram. */
  readonly attributes: Attributes;
  readonly #boundaries: readonly number[];
  /** Number of values in each bucket. The last bucket has the values above all bounds. */
  readonly buckets: number[];
  count = 0;
  sum = 0;
  min = Infinity;
  max = -Infinity;

  constructor(attributes: Attributes, boundaries: readonly number[]) {
    this.attributes = attributes;
    this.#boundaries = boundaries;
    this.buckets = Array.from({ length: boundaries.length + 1 }, () => 0);
  }

  /** Records a value. The caller has checked that it is finite and not negative. */
  record(value: number): void {
    let index = 0;
    while (index < this.#boundaries.length && value > (this.#boundaries[index] ?? Infinity)) index += 1;
    this.buckets[index] = (this.buckets[index] ?? 0) + 1;
    this.count += 1;
    this.sum += value;
    if (value < this.min) this.min = value;
    if (value > this.max) this.max = value;
  }
}

/** A histogram with fixed buckets. */
export class BucketHistogram implements Histogram {
  readonly #name: string;
  readonly #options: Required<Pick<HistogramOptions, 'boundaries'>> & InstrumentOptions;
  readonly #series: SeriesMap<HistogramSeries>;

  constructor(name: string, options: HistogramOptions, maxSeries: number) {
    const boundaries = [...(options.boundaries ?? BOUNDARIES)];
    assertBoundaries(name, boundaries);
    this.#name = name;
    this.#options = { ...options, boundaries };
    this.#series = new SeriesMap(maxSeries, (attributes) => new HistogramSeries(attributes, boundaries));
  }

  record(value: number, attributes: Attributes = {}): void {
    if (!(value >= 0) || !Number.isFinite(value)) {
      throw new InvalidConfigurationError({
        setting: `histogram '${this.#name}'`,
        reason: `takes 0 and more, not ${value}`,
      });
    }
    this.series(attributes).record(value);
  }

  /** Returns the recorder for these attributes. Keep it if you record often, because finding it is most of the work. */
  series(attributes: Attributes): HistogramSeries {
    return this.#series.of(attributes);
  }

  get measured(): HistogramRecord {
    return { name: this.#name, ...this.#options, points: this.#series.all };
  }
}

function assertBoundaries(name: string, boundaries: readonly number[]): void {
  const isAscending = boundaries.every((bound, index) => index === 0 || bound > (boundaries[index - 1] ?? Infinity));
  if (boundaries.every(Number.isFinite) && isAscending) return;
  throw new InvalidConfigurationError({
    setting: `histogram '${name}'`,
    reason: `its boundaries are not finite numbers that ascend: ${boundaries.join(', ')}`,
  });
}
