import { execFileSync } from 'node:child_process';
import { Command } from 'commander';
import { readCommandTree } from './command-tree.js';
import { shellScripts } from './shell-scripts.js';

const program = new Command('jsm').option('--json', "print JSON, don't draw");
program.command('streams').option('--subject <subject>', 'only these');
const schema = program.command('schema');
schema.command('view');
schema.command('validate');
const tree = readCommandTree(program);

/** What bash offers after these words. */
const complete = (...words: string[]) =>
  execFileSync('bash', [
    '-c',
    `${shellScripts.bash(tree)}\nCOMP_WORDS=(jsm "$@"); COMP_CWORD=$#; _jsm; echo "\${COMPREPLY[@]}"`,
    'bash',
    ...words,
  ])
    .toString()
    .trim();

describe('the bash script', () => {
  it.each([
    [[''], 'streams schema --json'],
    [['s'], 'streams schema'],
    [['streams', '--'], '--subject --json'],
    [['--json', 'schema', 'v'], 'view validate'],
    [['schema', 'view', '--j'], '--json'],
    [['unheard-of', 'sc'], 'schema'],
  ])('offers after %j: %s', (words, expected) => {
    expect(complete(...words)).toBe(expected);
  });
});

describe('the other scripts', () => {
  it('zsh runs that of bash', () => {
    expect(shellScripts.zsh(tree)).toContain(shellScripts.bash(tree));
  });

  it('fish names each command and option where it belongs', () => {
    const lines = shellScripts.fish(tree).split('\n');
    expect(lines).toContain("complete -c jsm -n '__fish_use_subcommand' -l 'json' -d 'print JSON, don\\'t draw'");
    expect(lines).toContain("complete -c jsm -n '__fish_seen_subcommand_from schema' -a 'view' -d ''");
    expect(lines).toContain("complete -c jsm -n '__fish_seen_subcommand_from streams' -l 'subject' -d 'only these'");
  });
});
