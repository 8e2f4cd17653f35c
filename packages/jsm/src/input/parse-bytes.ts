import { InvalidArgumentError } from 'commander';

const units = ['', 'K', 'M', 'G', 'T'];

/** Parses a number of bytes such as `500`, `64K`, `10MB` or `1.5GiB`. A unit is a power of 1024. `-1` stands for no limit. */
export function parseBytes(text: string): number {
  if (text === '-1') return -1;
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)\s*([KMGT]?)(?:i?B)?$/i.exec(text.trim()) ?? [];
  const bytes = number === '' ? Number.NaN : Math.round(Number(number) * 1024 ** units.indexOf(unit.toUpperCase()));
  if (Number.isSafeInteger(bytes)) return bytes;
  throw new InvalidArgumentError('It must be a number of bytes, such as 500, 64K or 10GB, or -1 for no limit.');
}
