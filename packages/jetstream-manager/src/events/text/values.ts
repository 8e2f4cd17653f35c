import type { Integer } from '../../schemas/values/integer.js';

const clock = /^\d{4}-\d\d-\d\d[Tt ](\d\d:\d\d:\d\d)(\.\d+)?/;
const binaryUnits = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'];

/** The time of day in a timestamp, `11:25:49`, in the time zone of the timestamp. */
export function clockTime(timestamp: unknown): string {
  return clock.exec(textOf(timestamp))?.[1] ?? '--:--:--';
}

/** Like {@link clockTime}, with milliseconds. */
export function preciseTime(timestamp: unknown): string {
  const [, time = '--:--:--', fraction = '.'] = clock.exec(textOf(timestamp)) ?? [];
  return `${time}.${fraction.slice(1, 4).padEnd(3, '0')}`;
}

/** An advisory may contain any value as a time, even an object without a text form. */
const textOf = (timestamp: unknown): string => (typeof timestamp === 'string' ? timestamp : '');

/** A whole number with thousands separators: `1,234,567`. */
export function grouped(value: unknown): string {
  return isInteger(value) ? value.toLocaleString('en-US') : shown(value);
}

/** Bytes in a suitable unit: `312 B`, `1.5 MiB`. */
export function bytes(value: unknown): string {
  if (!isInteger(value)) return shown(value);
  const exponent = Math.min(
    Math.max(0, Math.floor(Math.log2(Math.max(1, Number(value))) / 10)),
    binaryUnits.length - 1,
  );
  const scaled = Number(value) / 1024 ** exponent;
  return `${exponent === 0 || scaled >= 10 ? Math.round(scaled) : scaled.toFixed(1)} ${binaryUnits[exponent]}`;
}

/** Nanoseconds in a suitable unit: `1h2m3s`, `2.577507ms`, `15µs`. */
export function duration(nanoseconds: unknown): string {
  if (!isInteger(nanoseconds)) return shown(nanoseconds);
  const value = Number(nanoseconds);
  if (value < 0) return `-${duration(-value)}`;
  if (value < 1e3) return `${value}ns`;
  if (value < 1e6) return `${value / 1e3}µs`;
  if (value < 1e9) return `${value / 1e6}ms`;
  const seconds = Math.floor(value / 1e9);
  const rest = Number(((value % 60e9) / 1e9).toFixed(9));
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  return `${hours > 0 ? `${hours}h` : ''}${seconds >= 60 ? `${minutes}m` : ''}${rest}s`;
}

/** A word with an upper-case first letter: `create` becomes `Create`. */
export function capitalized(word: unknown): string {
  const text = shown(word);
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Any value on one line, without control characters. A missing or empty value is a dash. */
export function shown(value: unknown): string {
  if (value === undefined || value === null || value === '') return '-';
  if (Array.isArray(value)) return value.map(shown).join(',');
  if (typeof value === 'object') return Object.keys(value).join(',');
  // This type is true: JSON has no other kinds of values.
  return `${value as string | number | bigint | boolean}`.replaceAll(/\p{Cc}+/gu, ' ');
}

/** The length of a list; 0 for any other value. */
export const lengthOf = (list: unknown): number => (Array.isArray(list) ? list.length : 0);

/** A template text whose values go through {@link shown}. An empty text stays empty. */
export function line(parts: TemplateStringsArray, ...values: readonly unknown[]): string {
  return parts
    .map((part, i) => (i < values.length ? part + (values[i] === '' ? '' : shown(values[i])) : part))
    .join('');
}

const isInteger = (value: unknown): value is Integer => typeof value === 'bigint' || Number.isInteger(value);
