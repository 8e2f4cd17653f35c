export { formatConfig } from './config-format.js';
export { makeDirectory } from './make-directory.js';
