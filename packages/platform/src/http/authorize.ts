import type { FastifyRequest } from 'fastify';
import type { AccessRules } from '../rights/access-rules.js';
import { callerOf } from './bearer.js';

/**
 * Returns who acts, for the audit log: the owner of the caller's key, otherwise the key. Throws `PERMISSION_DENIED` if the key
 * does not have the right.
 */
export type Authorize = (request: FastifyRequest, right: string) => string;

export const createAuthorize =
  (access: AccessRules): Authorize =>
  (request, right) => {
    const { key } = callerOf(request);
    access.assertHolds(key, right);
    return key.owner ?? key.id;
  };
