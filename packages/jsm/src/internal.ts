export type { CommandContext } from './commands/command-context.js';
