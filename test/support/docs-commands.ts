/** A command in a page. */
export interface DocsCommand {
  /** The words after the program, as the shell would split them. */
  readonly args: readonly string[];
  /** The comment of the line, after `#`. */
  readonly comment?: string;
  /** Whether it is in a shell block, to be run as it is, and not in a sentence. */
  readonly isWhole: boolean;
}

const BLOCK = /^```(\w*)\n(.*?)^```/gms;
const SHELL = new Set(['', 'sh', 'bash', 'console']);

/**
 * The commands of `program`, such as `npx symphony-boot`, in shell blocks and between backticks. Lines of output, and commands
 * with `…` in them, are skipped.
 */
export function readCommands(page: string, program: string): readonly DocsCommand[] {
  const call = new RegExp(`(?:^|[\\s(])${program} (.*)$`);
  const inline = new RegExp(`\`((?:[A-Z_]+=\\S+ )?${program} [^\`\\n]+)\``, 'g');
  const blocks = [...page.matchAll(BLOCK)].flatMap(([, language = '', block = '']) =>
    SHELL.has(language) ? block.replaceAll('\\\n', ' ').split('\n') : [],
  );
  const sentences = [...page.replaceAll(BLOCK, '').matchAll(inline)].map(([, text = '']) => text);
  return [
    ...blocks.map((line) => ({ line, isWhole: true })),
    ...sentences.map((line) => ({ line, isWhole: false })),
  ].flatMap(({ line, isWhole }) => {
    const [, rest] = call.exec(line) ?? [];
    return rest === undefined || rest.includes('…') ? [] : [{ ...splitWords(rest), isWhole }];
  });
}

/** Splits a line like a shell, up to a redirection, a pipe or the end of a substitution. */
function splitWords(line: string): Omit<DocsCommand, 'isWhole'> {
  const args: string[] = [];
  for (const [word] of line.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g)) {
    if (word.startsWith('#')) return { args, comment: line.slice(line.indexOf(' #') + 2).trim() };
    if (/^([|>;&]|\d>)/.test(word)) break;
    const end = word.endsWith(')') && !word.includes('(');
    args.push(word.replace(end ? /\)$/ : /$^/, '').replaceAll(/'([^']*)'|"([^"]*)"/g, '$1$2'));
    if (end) break;
  }
  return { args };
}
