export type { CommandContext } from './running/command-context.js';
