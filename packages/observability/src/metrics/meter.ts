import { assertKnownOptions, InvalidConfigurationError } from '@symphony-ts/contract';
import type { Attributes } from '../otlp/any-value.js';
import {
  BucketHistogram,
  type Histogram,
  type HistogramOptions,
  histogramOptionNames,
  type InstrumentOptions,
  instrumentOptionNames,
} from './bucket-histogram.js';
import type { CounterRecord, HistogramRecord } from './encode-metrics.js';
import { SeriesMap } from './series-map.js';

/** Options of a counter. */
export type CounterOptions = InstrumentOptions;

/** A number that only grows. */
export interface Counter {
  /**
   * Adds `amount` to the count of these attributes. Default 1.
   *
   * @throws `INVALID_CONFIGURATION` when `amount` is negative or not finite
   */
  add(amount?: number, attributes?: Attributes): void;
}

/** Creates counters and histograms. They record nothing if observability is off. */
export interface Metrics {
  /** Returns the counter of that name. Each call returns the same one, with the options of the first call. */
  counter(name: string, options?: CounterOptions): Counter;
  /**
   * Returns the histogram of that name. Each call returns the same one, with the options of the first call.
   *
   * @throws `INVALID_CONFIGURATION` when the boundaries do not ascend
   */
  histogram(name: string, options?: HistogramOptions): Histogram;
}

/** `Metrics` whose counters and histograms record nothing. */
export const silentMetrics: Metrics = {
  counter: () => ({ add: () => undefined }),
  histogram: () => ({ record: () => undefined }),
};

/** The count for one combination of attributes. */
export interface CounterSeries {
  /** Attributes of this series. They differ from those of the other series of the counter. */
  readonly attributes: Attributes;
  /** The sum so far. */
  value: number;
}

/** A counter that sums up. */
class SummedCounter implements Counter {
  readonly #name: string;
  readonly #options: CounterOptions;
  readonly #series: SeriesMap<CounterSeries>;

  constructor(name: string, options: CounterOptions, maxSeries: number) {
    this.#name = name;
    this.#options = options;
    this.#series = new SeriesMap(maxSeries, (attributes) => ({ attributes, value: 0 }));
  }

  add(amount = 1, attributes: Attributes = {}): void {
    if (!(amount >= 0) || !Number.isFinite(amount)) {
      throw new InvalidConfigurationError({
        setting: `counter '${this.#name}'`,
        reason: `counts 0 and more, not ${amount}`,
      });
    }
    this.series(attributes).value += amount;
  }

  /** Returns the counter for these attributes. Keep it if you count often, because finding it is most of the work. */
  series(attributes: Attributes): CounterSeries {
    return this.#series.of(attributes);
  }

  get record(): CounterRecord {
    return { name: this.#name, ...this.#options, points: this.#series.all };
  }
}

/** Keeps the counters and histograms of one instance, from its start on. */
export class Meter implements Metrics {
  readonly #maxSeries: number;
  readonly #counters = new Map<string, SummedCounter>();
  readonly #histograms = new Map<string, BucketHistogram>();

  constructor(maxSeries: number) {
    this.#maxSeries = maxSeries;
  }

  counter(name: string, options: CounterOptions = {}): SummedCounter {
    const known = this.#counters.get(name);
    if (known) return known;
    assertKnownOptions(`counter '${name}'`, options, instrumentOptionNames);
    const made = new SummedCounter(name, options, this.#maxSeries);
    this.#counters.set(name, made);
    return made;
  }

  histogram(name: string, options: HistogramOptions = {}): BucketHistogram {
    const known = this.#histograms.get(name);
    if (known) return known;
    assertKnownOptions(`histogram '${name}'`, options, histogramOptionNames);
    const made = new BucketHistogram(name, options, this.#maxSeries);
    this.#histograms.set(name, made);
    return made;
  }

  /** The counts so far. Counters without a count are omitted. */
  get records(): readonly CounterRecord[] {
    return [...this.#counters.values()].map(({ record }) => record).filter(({ points }) => points.length > 0);
  }

  /** The values of histograms so far. Histograms without a value are omitted. */
  get measured(): readonly HistogramRecord[] {
    return [...this.#histograms.values()].map(({ measured }) => measured).filter(({ points }) => points.length > 0);
  }
}
