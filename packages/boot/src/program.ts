import { Command } from 'commander';
import type { CommandContext } from './commands/command-context.js';
import { addCredentials } from './commands/credentials.js';
import { addDev } from './commands/dev.js';
import { addDoctor } from './commands/doctor.js';
import { addInvoke } from './commands/invoke.js';
import { addKeys } from './commands/keys.js';
import { addManifest } from './commands/manifest.js';
import { addNew } from './commands/new.js';
import { addOpenApi } from './commands/openapi.js';
import { addPlatform } from './commands/platform.js';
import { addRun } from './commands/run.js';
import { packageVersion } from './version.js';

const groups = [
  { title: 'Start:', commands: [addNew] },
  { title: 'Run:', commands: [addRun, addDev, addPlatform] },
  { title: 'Look:', commands: [addManifest, addOpenApi] },
  { title: 'Talk:', commands: [addInvoke, addDoctor] },
  { title: 'Keys:', commands: [addKeys, addCredentials] },
] as const;

const EXIT_CODES = `
Exit codes: 0 done, 1 failed, 2 wrong usage or an invalid module.`;

/** The command line with all its commands. */
export function createProgram(context: CommandContext): Command {
  const { output } = context;
  const program = new Command('symphony-boot')
    .description('Boots, inspects and calls Symphony extensions.')
    .version(packageVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .showHelpAfterError('(--help says more)')
    .addHelpText('after', EXIT_CODES)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => output.out(text.trimEnd()),
      writeErr: (text) => output.err(text.trimEnd()),
    });
  for (const { title, commands } of groups) {
    program.commandsGroup(title);
    for (const add of commands) add(program, context);
  }
  return program;
}
