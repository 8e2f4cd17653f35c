import { Command } from 'commander';
import type { CommandContext } from './commands/command-context.js';
import { type CommandEntry, commandTable } from './commands/command-table.js';
import { packageVersion } from './process/version.js';

const EXIT_CODES = `
Exit codes: 0 done, 1 failed, 2 wrong usage or an invalid module.`;

/**
 * The command line. Only the command that `args` name is loaded, with everything it needs. For the others, the help has name
 * and summary. So `--help` takes hardly longer than Node itself.
 */
export async function createProgram(args: readonly string[], context: CommandContext): Promise<Command> {
  const { output } = context;
  const called = calledCommand(args);
  const program = new Command('symphony-boot')
    .description('Boots, inspects and calls Symphony extensions.')
    .version(packageVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .showHelpAfterError('(--help says more)')
    .addHelpText('after', EXIT_CODES)
    // The arguments after a command belong to it, and commands below it may have options with the same names.
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => output.out(text.trimEnd()),
      writeErr: (text) => output.err(text.trimEnd()),
    });
  const terms = new Map<Command, string>();
  for (const { title, commands } of commandTable) {
    program.commandsGroup(title);
    for (const entry of commands) {
      const command = program.command(entry.name).summary(entry.summary);
      terms.set(command, termOf(entry));
      if (entry.name === called) (await entry.load())(command, context);
    }
  }
  const usual = program.createHelp();
  return program.configureHelp({ subcommandTerm: (command) => terms.get(command) ?? usual.subcommandTerm(command) });
}

const termOf = ({ name, usage }: CommandEntry): string => `${name} ${usage}`.trimEnd();

/** The command that is called, or whose help is shown. The program itself has no option with a value. */
function calledCommand(args: readonly string[]): string | undefined {
  const [first, second] = args.filter((argument) => !argument.startsWith('-'));
  return first === 'help' ? second : first;
}
