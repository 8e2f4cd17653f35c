import { distance } from 'fastest-levenshtein';
import { JetStreamManagerError } from '../errors/manager-error.js';

/** The names of all fields of an options type: `{ signal: true, … } as const satisfies OptionNames<Options>`, beside the type. */
export type OptionNames<T> = { readonly [K in keyof T]-?: true };

/**
 * Refuses options that nobody reads. The compiler does not see them in JavaScript, in a spread or after a cast, and a misspelt
 * threshold would never be reached. An option with the value `undefined` counts as omitted. This package stands alone, so it
 * does not use the function of the same name in `contract`.
 *
 * @throws `INVALID_OPTIONS` when `options` is not an object, or has a name that `names` does not have
 */
export function assertKnownOptions(caller: string, options: object, names: Readonly<Record<string, true>>): void {
  const unknown = findUnknown(options, names);
  if (unknown.length > 0) throw new JetStreamManagerError('INVALID_OPTIONS', `${caller}: ${unknown.join('; ')}`);
}

function findUnknown(options: object, names: Readonly<Record<string, true>>): readonly string[] {
  if (typeof options !== 'object') return [`the options are a ${typeof options}: give an object`];
  if (options instanceof AbortSignal) return ['the options are an AbortSignal: give { signal }'];
  const known = Object.keys(names);
  return Object.entries(options)
    .filter(([name, value]) => value !== undefined && !Object.hasOwn(names, name))
    .map(([name]) => `there is no option '${name}': ${suggest(name, known)}`);
}

function suggest(name: string, known: readonly string[]): string {
  const [nearest] = known
    .map((option) => ({ option, edits: distance(name.toLowerCase(), option.toLowerCase()) }))
    .toSorted((a, b) => a.edits - b.edits);
  const meant =
    nearest && nearest.edits <= Math.max(1, Math.floor(name.length / 3))
      ? nearest.option
      : known.find((option) => option.startsWith(name) || name.startsWith(option));
  return meant === undefined ? `it takes ${known.join(', ')}` : `did you mean '${meant}'?`;
}
