export { main } from './main.js';
export { loadModule } from './module/load-module.js';
export type { ExitCode } from './process/exit-code.js';
export type { Output } from './process/output.js';
