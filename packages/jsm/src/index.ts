export { main } from './main.js';
export { processIo } from './io.js';

export type { ExitCode } from './exit-code.js';
export type { Io } from './io.js';
