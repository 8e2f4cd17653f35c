export { formatConfig } from './config-format.js';
