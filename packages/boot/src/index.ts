export { main } from './main.js';
export { loadModule } from './module/load-module.js';
export type { ExitCode } from './exit-code.js';
export type { Output } from './output.js';
