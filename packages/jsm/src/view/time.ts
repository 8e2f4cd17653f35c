/** A point in time as people read it, in UTC: `2026-01-31 12:00:00`. Nothing for none, which servers write as year 1. */
export function formatTime(time: string | undefined): string {
  if (time === undefined || time.startsWith('0001-')) return 'never';
  const parsed = new Date(time);
  return Number.isNaN(parsed.getTime()) ? time : parsed.toISOString().slice(0, 19).replace('T', ' ');
}
