import * as z from 'zod';

const dateTime = /^(\d{4})-(\d\d)-(\d\d)[t\s](\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:z|([+-])(\d\d)(?::?(\d\d))?)$/i;

/**
 * A point in time in RFC 3339 format with its zone. It stays text, because a `Date` would lose the nanoseconds of the
 * server.
 */
export const timestamp = (): z.ZodType<string> =>
  z
    .string()
    .refine(isDateTime, 'not a time in RFC 3339 form, such as 2026-01-31T12:00:00Z')
    .meta({ format: 'date-time' });

/** Whether `value` has an existing date and a valid time of day. A leap second is valid at midnight UTC. */
function isDateTime(value: string): boolean {
  const match = dateTime.exec(value);
  if (!match) return false;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const offsetHour = Number(match[8] ?? 0);
  const offsetMinute = Number(match[9] ?? 0);
  if (month < 1 || month > 12 || day < 1 || day > daysOf(year, month)) return false;
  if (offsetHour > 23 || offsetMinute > 59) return false;
  if (hour > 23 || minute > 59 || second > 60) return false;
  return second < 60 || isMidnightUtc(hour, minute, (match[7] === '-' ? -1 : 1) * (offsetHour * 60 + offsetMinute));
}

function isMidnightUtc(hour: number, minute: number, offsetMinutes: number): boolean {
  const total = hour * 60 + minute - offsetMinutes;
  return ((total % 1440) + 1440) % 1440 === 1439;
}

function daysOf(year: number, month: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  if (month === 2) return leap ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
