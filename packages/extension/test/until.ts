export { eventually as until } from '../../../test/support/eventually.js';
