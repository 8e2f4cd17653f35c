import { Argument } from 'commander';
import { readCommandTree } from '../completion/command-tree.js';
import { type Shell, shellScripts, shells } from '../completion/shell-scripts.js';
import type { AddCommand } from '../running/command-context.js';

/** `jsm completion SHELL`: a script that completes commands and options. */
export const addCompletion: AddCommand = (program, { io }) => {
  program
    .command('completion')
    .description('print a completion script, for example: source <(jsm completion bash)')
    .addArgument(new Argument('<shell>').choices(shells))
    .action((shell: Shell) => io.out(shellScripts[shell](readCommandTree(program))));
};
