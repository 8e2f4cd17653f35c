import { readSource } from '../project/syntax.js';
import { readExportedSymbols } from './exported-symbols.js';

/** A public member of an exported class, interface or type. */
export interface ExportedMember {
  readonly file: string;
  /** Such as `Bucket.put`. */
  readonly name: string;
  readonly isDocumented: boolean;
}

/** Modifiers, the name, and the beginning of its type, parameters or body. Does not match private members and constructors. */
const MEMBER =
  /^ {2}(?!(?:private|protected|constructor|return)\b)(?:(?:readonly|static|async|abstract|get|set|declare|override) )*(\[?[\w$'"-]+\]?)[?<(:]/;

/** The public members of the exports of `index`. It relies on the formatter, which indents members by two spaces. */
export function readExportedMembers(index: string): ExportedMember[] {
  return readExportedSymbols(index).flatMap(({ file, name }) => (file === undefined ? [] : membersOf(file, name)));
}

function membersOf(file: string, owner: string): ExportedMember[] {
  const head = `^export (?:declare |abstract )*(?:interface|class|type) ${owner.replaceAll('$', '\\$')}\\b`;
  const body = new RegExp(`${head}[^\\n]*\\{\\n([\\s\\S]*?)^\\}`, 'm').exec(readSource(file).text)?.[1] ?? '';
  const lines = body.split('\n');
  const documented = new Map<string, boolean>();
  for (const [index, line] of lines.entries()) {
    const name = MEMBER.exec(line)?.[1];
    if (name === undefined) continue;
    // Overloads share the docstring of the first one, and so does a setter with its getter.
    documented.set(name, (documented.get(name) ?? false) || isAfterDocstring(lines, index));
  }
  return [...documented].map(([name, isDocumented]) => ({ file, name: `${owner}.${name}`, isDocumented }));
}

/** A comment for the linter may be between the docstring and the member. */
function isAfterDocstring(lines: readonly string[], index: number): boolean {
  const before = lines[index - 1] ?? '';
  return before.endsWith('*/') || (/^\s*\/\//.test(before) && isAfterDocstring(lines, index - 1));
}
