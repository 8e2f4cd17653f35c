import { InvalidConfigurationError } from '@symphony-ts/contract';
import type { Attributes } from '../otlp/any-value.js';
import type { CounterRecord } from '../otlp/encode-metrics.js';

export interface CounterOptions {
  readonly description?: string;
  /** A unit of UCUM, such as `By` or `ms`, or what is counted in braces: `{request}`. */
  readonly unit?: string;
}

/** A number that only grows. */
export interface Counter {
  /**
   * Counts `amount`, 1 where none is given, for these attributes. Throws `INVALID_CONFIGURATION` for one that is negative
   * or not finite.
   */
  add(amount?: number, attributes?: Attributes): void;
}

/** Makes counters; without observability they count nothing. */
export interface Metrics {
  /** The counter of that name; the same one each time. */
  counter(name: string, options?: CounterOptions): Counter;
}

/** Counts nothing. */
export const silentMetrics: Metrics = { counter: () => ({ add: () => undefined }) };

interface Series {
  readonly attributes: Attributes;
  value: number;
}

/** Where attributes beyond the limit are counted together, as OpenTelemetry names it. */
const OVERFLOW: Attributes = { 'otel.metric.overflow': true };

class SummedCounter implements Counter {
  readonly #name: string;
  readonly #options: CounterOptions;
  readonly #maxSeries: number;
  readonly #series = new Map<string, Series>();

  constructor(name: string, options: CounterOptions, maxSeries: number) {
    this.#name = name;
    this.#options = options;
    this.#maxSeries = maxSeries;
  }

  add(amount = 1, attributes: Attributes = {}): void {
    if (!(amount >= 0) || !Number.isFinite(amount)) {
      throw new InvalidConfigurationError({
        setting: `counter '${this.#name}'`,
        reason: `counts 0 and more, not ${amount}`,
      });
    }
    this.#seriesOf(attributes).value += amount;
  }

  get record(): CounterRecord {
    return { name: this.#name, ...this.#options, points: [...this.#series.values()] };
  }

  #seriesOf(attributes: Attributes): Series {
    const key = keyOf(attributes);
    const known = this.#series.get(key);
    if (known) return known;
    if (this.#series.size >= this.#maxSeries && attributes !== OVERFLOW) return this.#seriesOf(OVERFLOW);
    const made = { attributes: { ...attributes }, value: 0 };
    this.#series.set(key, made);
    return made;
  }
}

/** The same for the same attributes in any order. */
const keyOf = (attributes: Attributes): string =>
  JSON.stringify(
    Object.entries(attributes)
      .filter(([, value]) => value !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );

/** Keeps the counters of one instance, from its start on. */
export class Meter implements Metrics {
  readonly #maxSeries: number;
  readonly #counters = new Map<string, SummedCounter>();

  constructor(maxSeries: number) {
    this.#maxSeries = maxSeries;
  }

  counter(name: string, options: CounterOptions = {}): Counter {
    const known = this.#counters.get(name);
    if (known) return known;
    const made = new SummedCounter(name, options, this.#maxSeries);
    this.#counters.set(name, made);
    return made;
  }

  /** What was counted so far; counters without a count are left out. */
  get records(): readonly CounterRecord[] {
    return [...this.#counters.values()].map(({ record }) => record).filter(({ points }) => points.length > 0);
  }
}
