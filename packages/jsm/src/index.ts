export { main } from './main.js';
export { processIo } from './process/io.js';

export type { ExitCode } from './process/io.js';
export type { Io } from './process/io.js';
