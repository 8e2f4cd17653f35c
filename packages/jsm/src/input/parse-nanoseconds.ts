import { InvalidArgumentError } from 'commander';

const units: Readonly<Record<string, number>> = { ms: 1, s: 1e3, m: 6e4, h: 36e5, d: 864e5, w: 6048e5, y: 315_36e6 };

/** Milliseconds of a duration such as `500ms`, `5s` or `1h30m`; `undefined` where the text is not one. */
export function parseMilliseconds(text: string): number | undefined {
  if (!/^(?:\d+(?:\.\d+)?(?:ms|[smhdwy]))+$/.test(text)) return undefined;
  let total = 0;
  for (const [, number = '', unit = ''] of text.matchAll(/(\d+(?:\.\d+)?)(ms|[smhdwy])/g)) {
    total += Number(number) * (units[unit] ?? 0);
  }
  return total;
}

/** The duration that an option names, in nanoseconds. */
export function parseNanoseconds(text: string): number {
  const milliseconds = text === '0' ? 0 : parseMilliseconds(text);
  if (milliseconds !== undefined) return Math.round(milliseconds * 1e6);
  throw new InvalidArgumentError('It must be a duration, such as 90s or 1h30m.');
}

/** The time a request may take, in milliseconds: a duration, or a bare number of milliseconds. */
export function parseTimeout(text: string): number {
  const milliseconds = /^\d+$/.test(text) ? Number(text) : parseMilliseconds(text);
  if (milliseconds !== undefined && milliseconds > 0) return milliseconds;
  throw new InvalidArgumentError('It must be a duration above 0, such as 5s or 500ms.');
}
