import type { CommandNode, OptionNode } from './command-tree.js';

/** The shells that have completion. */
export const shells = ['bash', 'zsh', 'fish'] as const;

/** One of {@link shells}. */
export type Shell = (typeof shells)[number];

/**
 * The completion script of each shell. It offers options after a dash. Without a match the shell completes file names.
 */
export const shellScripts: Readonly<Record<Shell, (tree: readonly CommandNode[]) => string>> = {
  bash: formatBash,
  zsh: formatZsh,
  fish: formatFish,
};

/**
 * The script walks over the words before the cursor. `path` becomes the command that they name, `option` the option
 * whose value comes next. The command is part of the lookup, because another command may have an option of the same
 * name without a value. zsh needs the dollar before `COMP_CWORD`.
 */
function formatBash(tree: readonly CommandNode[]): string {
  const current = '"${COMP_WORDS[COMP_CWORD]}"';
  return `_jsm() {
  local word words='' path='' option=''
  COMPREPLY=()
  for word in "\${COMP_WORDS[@]:1:$COMP_CWORD-1}"; do
    if [[ -n $option ]]; then option=''; continue; fi
    case "$path:$word" in
      ${alternatives(tree.flatMap(valuePatterns))}) option="$word" ;;
      ${alternatives(tree.flatMap(commandPatterns))}) path="\${path:+$path }$word" ;;
    esac
  done
  if [[ -n $option ]]; then
    case "$path:$option" in
${tree.flatMap(valueCases).join('\n')}
    esac
  elif [[ ${current} == -* ]]; then
    case "$path" in
${tree.map(({ path, options }) => `      '${path}') words='${options.map(({ name }) => name).join(' ')}' ;;`).join('\n')}
    esac
  else
    case "$path" in
${tree.flatMap(wordCase).join('\n')}
    esac
  fi
  if [[ -n $words ]]; then COMPREPLY=($(compgen -W "$words" -- ${current})); fi
}
complete -o default -F _jsm jsm`;
}

const alternatives = (patterns: readonly string[]): string => patterns.map((pattern) => `'${pattern}'`).join(' | ');

const spellings = ({ name, short }: OptionNode): readonly string[] => (short === undefined ? [name] : [name, short]);

const valuePatterns = ({ path, options }: CommandNode): readonly string[] =>
  options
    .filter(({ values }) => values !== undefined)
    .flatMap((option) => spellings(option).map((spelling) => `${path}:${spelling}`));

const commandPatterns = ({ path, commands }: CommandNode): readonly string[] =>
  commands.map(({ name }) => `${path}:${name}`);

const valueCases = ({ path, options }: CommandNode): readonly string[] =>
  options.flatMap((option) =>
    option.values === undefined || option.values.length === 0
      ? []
      : [
          `      ${alternatives(spellings(option).map((spelling) => `${path}:${spelling}`))}) words='${option.values.join(' ')}' ;;`,
        ],
  );

function wordCase({ path, commands, choices }: CommandNode): readonly string[] {
  const words = [...commands.map(({ name }) => name), ...choices];
  return words.length === 0 ? [] : [`      '${path}') words='${words.join(' ')}' ;;`];
}

/** zsh can run the script of bash after this setup. */
function formatZsh(tree: readonly CommandNode[]): string {
  return `autoload -U +X compinit && compinit
autoload -U +X bashcompinit && bashcompinit
${formatBash(tree)}`;
}

function formatFish(tree: readonly CommandNode[]): string {
  return tree.flatMap((node) => formatFishNode(node)).join('\n');
}

function formatFishNode({ path, commands, choices, options }: CommandNode): readonly string[] {
  const here =
    path === ''
      ? '__fish_use_subcommand'
      : path
          .split(' ')
          .map((word) => `__fish_seen_subcommand_from ${word}`)
          .join('; and ');
  const line = (rest: string) => `complete -c jsm -n '${here}' ${rest}`;
  return [
    ...commands.map(({ name, description }) => line(`-f -a '${name}' -d '${quoted(description)}'`)),
    ...(choices.length === 0 ? [] : [line(`-f -a '${choices.join(' ')}'`)]),
    ...options.map((option) => line(formatFishOption(option))),
  ];
}

function formatFishOption({ name, short, description, values }: OptionNode): string {
  const spelling = `-l '${name.replace(/^--/, '')}'${short === undefined ? '' : ` -s '${short.slice(1)}'`}`;
  const value = values === undefined ? '' : values.length === 0 ? ' -r' : ` -x -a '${values.join(' ')}'`;
  return `${spelling}${value} -d '${quoted(description)}'`;
}

const quoted = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll("'", "\\'");
