const unitMs: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  D: 86_400_000,
  w: 7 * 86_400_000,
  W: 7 * 86_400_000,
  M: 30 * 86_400_000,
  y: 365 * 86_400_000,
  Y: 365 * 86_400_000,
};

/** A server counts nanoseconds in 64 bits, which is 292 years. */
const longestMs = 2 ** 63 / 1e6;

const part = /(\d+(?:\.\d+)?)(ns|us|µs|ms|[smhdDwWMyY])/gy;

/**
 * The milliseconds of a duration in the notation of the `nats` CLI: `90s`, `1h30m`, `2d`, `1M` (30 days), `1y` (365
 * days). `undefined` if the text is not a duration, or is longer than a server can count.
 */
export function parseDuration(text: string): number | undefined {
  if (text === '0') return 0;
  let total = 0;
  let end = 0;
  for (const match of text.matchAll(part)) {
    total += Number(match[1]) * (unitMs[match[2] ?? ''] ?? 0);
    end = match.index + match[0].length;
  }
  return end > 0 && end === text.length && total < longestMs ? total : undefined;
}
