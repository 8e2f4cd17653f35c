import { execFileSync } from 'node:child_process';
import { Argument, Command, Option } from 'commander';
import { readCommandTree } from './command-tree.js';
import { shellScripts } from './shell-scripts.js';

const program = new Command('jsm').option('--json', "print JSON, don't draw").option('-s, --server <urls>', 'servers');
program.command('streams').option('--subject <subject>', 'only these');
const check = program
  .command('check')
  .addOption(new Option('--format <name>', 'how').choices(['nagios', 'text']))
  .option('--all', 'everything');
check.command('stream').option('--all <number>', 'at least');
const schema = program.command('schema');
schema.command('view');
schema.command('validate').argument('<file>');
program.command('completion').addArgument(new Argument('<shell>').choices(['bash', 'zsh']));
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
    [[''], 'streams check schema completion'],
    [['s'], 'streams schema'],
    [['-'], '--json --server'],
    [['streams', '--'], '--subject --json --server'],
    [['--json', 'schema', 'v'], 'view validate'],
    [['schema', 'view', '--j'], '--json'],
    [['schema', 'validate', ''], ''],
    [['unheard-of', 'sc'], 'schema'],
    [['completion', ''], 'bash zsh'],
    [['--server', 'schema', ''], 'streams check schema completion'],
    [['-s', 'schema', ''], 'streams check schema completion'],
    [['--server', ''], ''],
    [['check', '--format', ''], 'nagios text'],
    [['check', 'stream', 'ORDERS', '--format', 't'], 'text'],
    [['check', '--all', 'st'], 'stream'],
    [['check', 'stream', '--all', 'st'], ''],
    [['check', 'stream', '--f'], '--format'],
  ])('offers after %j: %s', (words, expected) => {
    expect(complete(...words)).toBe(expected);
  });
});

describe('the other scripts', () => {
  it('zsh runs that of bash', () => {
    expect(shellScripts.zsh(tree)).toContain(shellScripts.bash(tree));
    // Without the dollar, zsh reads a name after the second colon as a modifier.
    expect(shellScripts.zsh(tree)).toContain('"${COMP_WORDS[@]:1:$COMP_CWORD-1}"');
  });

  it('fish names each command and option where it belongs', () => {
    const lines = shellScripts.fish(tree).split('\n');
    expect(lines).toContain("complete -c jsm -n '__fish_use_subcommand' -l 'json' -d 'print JSON, don\\'t draw'");
    expect(lines).toContain("complete -c jsm -n '__fish_seen_subcommand_from schema' -f -a 'view' -d ''");
    expect(lines).toContain("complete -c jsm -n '__fish_seen_subcommand_from streams' -l 'subject' -r -d 'only these'");
    expect(lines).toContain("complete -c jsm -n '__fish_use_subcommand' -l 'server' -s 's' -r -d 'servers'");
    expect(lines).toContain(
      "complete -c jsm -n '__fish_seen_subcommand_from check' -l 'format' -x -a 'nagios text' -d 'how'",
    );
    expect(lines).toContain("complete -c jsm -n '__fish_seen_subcommand_from completion' -f -a 'bash zsh'");
  });
});
