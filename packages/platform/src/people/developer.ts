import type { Identity } from './person.js';

/** Who a developer on this machine is, where development mode signs people in by itself. */
export const developer: Identity = {
  issuer: 'development',
  subject: 'developer',
  name: 'Developer',
  groups: ['administrators'],
};
