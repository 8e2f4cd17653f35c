const whole = new Intl.NumberFormat(undefined, { maximumFractionDigits: 2 });
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });
/** With seconds and the zone, so that a time can be found in a log of another machine. */
const moment = new Intl.DateTimeFormat(undefined, {
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
  second: '2-digit',
  timeZoneName: 'short',
});

/** A number in the local format, with at most two decimal digits. */
export const numberText = (value: number): string => whole.format(value);

/** The day of an ISO 8601 time. */
export const dateText = (iso: string): string => day.format(new Date(iso));

/** Day, time and zone of an ISO 8601 time. */
export const momentText = (iso: string): string => moment.format(new Date(iso));

/** `1 record`, `2 records`. */
export const countText = (count: number, noun: string): string =>
  `${numberText(count)} ${noun}${count === 1 ? '' : 's'}`;

const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

/** A duration in its largest unit, such as `3 hours`. */
export function durationText(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  const [name, size] = UNITS.find(([, unit]) => seconds >= unit) ?? ['second', 1];
  const count = Math.floor(seconds / size);
  return `${count} ${name}${count === 1 ? '' : 's'}`;
}

const names = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/** Sorts names for people: upper and lower case are equal, and `Extension 9` comes before `Extension 10`. */
export const byName = (left: string, right: string): number => names.compare(left, right);
