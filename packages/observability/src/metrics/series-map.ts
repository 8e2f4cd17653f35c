import type { Attributes } from '../otlp/any-value.js';

/** Where attributes beyond the limit are taken together, as OpenTelemetry names it. */
const OVERFLOW: Attributes = { 'otel.metric.overflow': true };

/** The series of an instrument, by attributes. Beyond a number of combinations, all further ones share one series. */
export class SeriesMap<S> {
  readonly #maxSeries: number;
  readonly #make: (attributes: Attributes) => S;
  readonly #series = new Map<string, S>();

  constructor(maxSeries: number, make: (attributes: Attributes) => S) {
    this.#maxSeries = maxSeries;
    this.#make = make;
  }

  of(attributes: Attributes): S {
    const key = keyOf(attributes);
    const known = this.#series.get(key);
    if (known) return known;
    if (this.#series.size >= this.#maxSeries && attributes !== OVERFLOW) return this.of(OVERFLOW);
    const made = this.#make({ ...attributes });
    this.#series.set(key, made);
    return made;
  }

  get all(): readonly S[] {
    return [...this.#series.values()];
  }
}

/** The same for the same attributes in any order. */
const keyOf = (attributes: Attributes): string =>
  JSON.stringify(
    Object.entries(attributes)
      .filter(([, value]) => value !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
