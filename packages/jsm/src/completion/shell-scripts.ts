import type { CommandNode } from './command-tree.js';

/** The shells that can be completed in. */
export const shells = ['bash', 'zsh', 'fish'] as const;

/** One of {@link shells}. */
export type Shell = (typeof shells)[number];

/** For each shell, its script. What no command or option fits is completed as a file. */
export const shellScripts: Readonly<Record<Shell, (tree: readonly CommandNode[]) => string>> = {
  bash: formatBash,
  zsh: formatZsh,
  fish: formatFish,
};

function formatBash(tree: readonly CommandNode[]): string {
  const cases = tree.map(({ path, commands, options }) => {
    const words = [...commands, ...options].map(({ name }) => name).join(' ');
    return `    '${path}') words='${words}' ;;`;
  });
  return `_jsm() {
  local word words path=''
  COMPREPLY=()
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case " \${path:+$path }$word " in
${pathPattern(tree)}) path="\${path:+$path }$word" ;;
    esac
  done
  case "$path" in
${cases.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _jsm jsm`;
}

/** The paths that lead to commands, as one pattern of `case`. */
function pathPattern(tree: readonly CommandNode[]): string {
  const paths = tree.filter(({ path }) => path !== '').map(({ path }) => `' ${path} '`);
  return `      ${paths.join(' | ')}`;
}

/** zsh runs bash's script once it is told to. */
function formatZsh(tree: readonly CommandNode[]): string {
  return `autoload -U +X compinit && compinit
autoload -U +X bashcompinit && bashcompinit
${formatBash(tree)}`;
}

function formatFish(tree: readonly CommandNode[]): string {
  return tree.flatMap((node) => formatFishNode(node)).join('\n');
}

function formatFishNode({ path, commands, options }: CommandNode): readonly string[] {
  const here =
    path === ''
      ? '__fish_use_subcommand'
      : path
          .split(' ')
          .map((word) => `__fish_seen_subcommand_from ${word}`)
          .join('; and ');
  return [
    ...commands.map(({ name, description }) => `complete -c jsm -n '${here}' -a '${name}' -d '${quoted(description)}'`),
    ...options.map(
      ({ name, description }) =>
        `complete -c jsm -n '${here}' -l '${name.replace(/^--/, '')}' -d '${quoted(description)}'`,
    ),
  ];
}

const quoted = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll("'", "\\'");
