import type { Threshold } from '@symphony-ts/jetstream-manager';
import { parseDuration, withoutUndefined } from '@symphony-ts/jetstream-manager/internal';
import { type Command, InvalidArgumentError, Option } from 'commander';

/** The form of an option's value: a number, or a duration such as `90s` or `1h30m`. */
export type ValueKind = 'number' | 'duration';

const placeholders = { number: '<count>', duration: '<time>' } as const;
const parsers = { number: parseNumber, duration: parseSeconds } as const;

/** Adds options with one value each. */
export function addValues(
  command: Command,
  values: readonly (readonly [name: string, kind: ValueKind, text: string])[],
): void {
  for (const [name, kind, text] of values) {
    command.addOption(new Option(`--${name} ${placeholders[kind]}`, text).argParser(parsers[kind]));
  }
}

/** Adds `--NAME-warn` and `--NAME-critical`. */
export function addThreshold(command: Command, name: string, kind: ValueKind, text: string): void {
  addValues(command, [
    [`${name}-warn`, kind, `${text}: warning`],
    [`${name}-critical`, kind, `${text}: critical`],
  ]);
}

/**
 * The threshold from the options that {@link addThreshold} adds, as a field of that name. Empty without such options.
 */
export function readThreshold<const Field extends string>(
  command: Command,
  name: string,
  field: Field,
): { readonly [F in Field]?: Threshold } {
  const flag = name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  const options = command.opts<Record<string, number | undefined>>();
  const warning = options[`${flag}Warn`];
  const critical = options[`${flag}Critical`];
  if (warning === undefined && critical === undefined) return {};
  const threshold = withoutUndefined({ warning, critical });
  // This type is true: the computed key is `field`, but TypeScript widens it to `string`.
  return { [field]: threshold } as { readonly [F in Field]: Threshold };
}

function parseNumber(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value >= 0) return value;
  throw new InvalidArgumentError('It must be a number of 0 or more.');
}

/** A duration in seconds. A number without a unit counts seconds. */
function parseSeconds(text: string): number {
  const milliseconds = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : parseDuration(text);
  if (milliseconds !== undefined) return milliseconds / 1000;
  throw new InvalidArgumentError('It must be a duration, such as 90s or 1h30m.');
}
