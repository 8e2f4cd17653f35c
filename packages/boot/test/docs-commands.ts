/** A command of `symphony-boot` in a page. */
export interface DocsCommand {
  /** What follows `symphony-boot`, as the shell would split it. */
  readonly args: readonly string[];
  /** What the line says behind `#`. */
  readonly comment?: string;
}

const CODE = /^```(\w*)\n(.*?)^```|`((?:[A-Z_]+=\S+ )?npx symphony-boot [^`\n]+)`/gms;
const SHELL = new Set(['', 'sh', 'bash', 'console']);
const CALL = /(?:^|[\s(])npx symphony-boot (.*)$/;

/** The commands that begin with `npx symphony-boot` in blocks of shell and between backticks, without lines of output. */
export function readCommands(page: string): readonly DocsCommand[] {
  return [...page.matchAll(CODE)]
    .filter(([, language = '']) => SHELL.has(language))
    .flatMap(([, , block, inline]) => (block ?? inline ?? '').replaceAll('\\\n', ' ').split('\n'))
    .flatMap((line) => {
      const [, call] = CALL.exec(line) ?? [];
      return call === undefined || call.includes('…') ? [] : [splitWords(call)];
    });
}

/** Splits a line as a shell does, up to a redirection, a pipe or the end of a substitution. */
function splitWords(line: string): DocsCommand {
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
