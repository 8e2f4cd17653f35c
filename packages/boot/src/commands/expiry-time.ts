const UNITS_MS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Reads an ISO time, or a span from `now` such as `90m`, `12h` or `30d`; `undefined` for other text and for the past. */
export function expiryTime(text: string, now: number): Date | undefined {
  const span = /^(\d{1,6})([mhd])$/.exec(text.trim());
  const unit = span?.[2] as keyof typeof UNITS_MS | undefined;
  const isIso = /^\d{4}-\d\d-\d\d(T.*)?$/.test(text.trim());
  const time = unit ? now + Number(span?.[1]) * UNITS_MS[unit] : isIso ? Date.parse(text.trim()) : Number.NaN;
  return time > now ? new Date(time) : undefined;
}
