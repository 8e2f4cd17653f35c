import type { OtlpMetric } from './encode-metrics.js';

/** Metrics that fit into one answer. */
export interface FittedMetrics {
  readonly metrics: readonly OtlpMetric[];
  /** The number of the point to begin the next answer with. */
  readonly next: number;
}

/**
 * As many points of `metrics` as fit into `maxBytes`, beginning at number `first` and continuing at the start after the last.
 * Each point covers everything since the start, so a collector that asks often enough gets all of them. A point that would
 * never fit is omitted.
 */
export function fitMetrics(metrics: readonly OtlpMetric[], first: number, maxBytes: number): FittedMetrics {
  const all = metrics.flatMap((metric) => pointsOf(metric).map((point) => ({ point, metric })));
  const taken = new Set<unknown>();
  const heads = new Set<OtlpMetric>();
  let bytes = 0;
  for (let index = 0; index < all.length; index += 1) {
    const number = (first + index) % all.length;
    const entry = all[number];
    if (!entry) break;
    const head = heads.has(entry.metric) ? 0 : sizeOf(withPoints(entry.metric, new Set()));
    const size = head + sizeOf(entry.point);
    if (size > maxBytes) continue;
    if (bytes + size > maxBytes) return { metrics: kept(metrics, taken), next: number };
    bytes += size;
    heads.add(entry.metric);
    taken.add(entry.point);
  }
  return { metrics: kept(metrics, taken), next: 0 };
}

const sizeOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value)) + 1;

const pointsOf = ({ sum, histogram }: OtlpMetric): readonly unknown[] => (sum ?? histogram)?.dataPoints ?? [];

const kept = (metrics: readonly OtlpMetric[], points: ReadonlySet<unknown>): readonly OtlpMetric[] =>
  metrics.map((metric) => withPoints(metric, points)).filter((metric) => pointsOf(metric).length > 0);

function withPoints(metric: OtlpMetric, points: ReadonlySet<unknown>): OtlpMetric {
  const { sum, histogram, ...head } = metric;
  const isKept = (point: unknown): boolean => points.has(point);
  return {
    ...head,
    ...(sum ? { sum: { ...sum, dataPoints: sum.dataPoints.filter(isKept) } } : {}),
    ...(histogram ? { histogram: { ...histogram, dataPoints: histogram.dataPoints.filter(isKept) } } : {}),
  };
}
