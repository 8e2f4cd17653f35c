import { distance } from 'fastest-levenshtein';
import { InvalidConfigurationError } from './symphony-error.js';

// Distributes, so that a field of one alternative counts.
type Names<T> = T extends unknown ? keyof T & string : never;

/** The names of all fields of an options type: `{ text: true, … } as const satisfies OptionNames<Options>`, beside the type. */
export type OptionNames<T> = { readonly [K in Names<T>]-?: true };

/** An option that does not exist, or options that are not an object, and a suggestion. */
export interface UnknownOption {
  /** The name of the unknown option, or the type of the options. */
  readonly text: string;
  /** The most similar option, or the list of all options. */
  readonly fix: string;
}

/**
 * Finds options that are not in `names`. The compiler does not see them in JavaScript, in a spread or after a cast, and they would
 * have no effect. Nor would options that are not an object, such as the address or the signal alone. A field with the value
 * `undefined` counts as absent.
 */
export function findUnknownOptions(given: unknown, names: Readonly<Record<string, true>>): readonly UnknownOption[] {
  if (given === undefined || given === null) return [];
  if (typeof given !== 'object') {
    return [{ text: `the options are a ${typeof given}`, fix: `give an object; ${list(Object.keys(names))}` }];
  }
  if (given instanceof AbortSignal) return [{ text: 'the options are an AbortSignal', fix: 'give { signal }' }];
  // `Object.entries` takes six times as long, and each call of a bucket comes here.
  return Object.keys(given)
    .filter((name) => !Object.hasOwn(names, name) && (given as Fields)[name] !== undefined)
    .map((name) => ({ text: `there is no option '${name}'`, fix: suggest(name, Object.keys(names)) }));
}

type Fields = Readonly<Record<string, unknown>>;

/** @throws `INVALID_CONFIGURATION` that names each option of `given` that is not in `names` */
export function assertKnownOptions(setting: string, given: unknown, names: Readonly<Record<string, true>>): void {
  const unknown = findUnknownOptions(given, names);
  if (unknown.length === 0) return;
  const reason = unknown.map(({ text, fix }) => `${text}: ${fix}`).join('; ');
  throw new InvalidConfigurationError({ setting, reason });
}

function suggest(name: string, known: readonly string[]): string {
  const [nearest] = known
    .map((option) => ({ option, edits: distance(name.toLowerCase(), option.toLowerCase()) }))
    .toSorted((a, b) => a.edits - b.edits);
  const meant =
    nearest && nearest.edits <= Math.max(1, Math.floor(name.length / 3))
      ? nearest.option
      : known.find((option) => option.startsWith(name) || name.startsWith(option));
  return meant === undefined ? list(known) : `did you mean '${meant}'?`;
}

const list = (known: readonly string[]): string =>
  known.length === 0 ? 'it takes no options' : `it takes ${known.join(', ')}`;
