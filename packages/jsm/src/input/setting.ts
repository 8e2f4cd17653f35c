import { type Command, Option } from 'commander';

/** An option that sets one field of a configuration. */
export interface Setting {
  /** Name of the field in the JetStream API. */
  readonly field: string;
  readonly option: Option;
  /** The values of the words that the option takes. */
  readonly words?: Readonly<Record<string, unknown>> | undefined;
}

type Parse = (text: string) => unknown;

/** An option with a value. */
export const value = (field: string, flags: string, text: string, parse?: Parse): Setting => {
  const option = new Option(flags, text);
  return { field, option: parse === undefined ? option : option.argParser(parse) };
};

/** The same without a line in the help. */
export const hidden = ({ option, ...setting }: Setting): Setting => ({ ...setting, option: option.hideHelp() });

/** An option that takes one of several words, each with the value of the field. */
export const choice = (
  field: string,
  flags: string,
  text: string,
  words: Readonly<Record<string, unknown>>,
): Setting => ({
  field,
  option: new Option(flags, text).choices(Object.keys(words)),
  words,
});

/** An option that switches a field on. With `no`, a second option switches it off. */
export const claim = (field: string, name: string, on: string, off?: string): readonly Setting[] => [
  { field, option: new Option(`--${name}`, on) },
  ...(off === undefined ? [] : [{ field, option: new Option(`--no-${name}`, off) }]),
];

/** Adds the options to a command. */
export function addSettings(command: Command, settings: readonly Setting[]): void {
  for (const { option } of settings) command.addOption(option);
}

/** The fields of the options that the command line names. */
export function readSettings(
  given: Readonly<Record<string, unknown>>,
  settings: readonly Setting[],
): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const { field, option, words } of settings) {
    const found = given[option.attributeName()];
    if (found !== undefined) fields[field] = typeof found === 'string' && words !== undefined ? words[found] : found;
  }
  return fields;
}

/** Accepts the options of `nats` that answer its questions. `jsm` asks none. */
export function addUnasked(command: Command, ...flags: readonly string[]): void {
  for (const each of flags) command.addOption(new Option(each).hideHelp());
}
