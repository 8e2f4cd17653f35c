import { SymphonyError } from '@symphony-ts/contract';
import type { FastifyInstance } from 'fastify';
import { CallerBudget } from '../kit/caller-budget.js';
import { callerOf } from './bearer.js';

/** More than anybody changes by hand; a script that does more goes on at the lower rate. */
const CHANGES = { perSecond: 2, atOnce: 500 } as const;
const RETRY_AFTER_MS = 1_000;
const READS: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];

/** A budget of changes for each person and each key of the operator, which all routes share. */
export const createChangeBudget = (): CallerBudget => new CallerBudget(undefined, CHANGES);

/**
 * Limits how fast one actor makes changes that go into the audit log, with all of its keys together. So nobody can fill the log
 * quickly. Comes after `requireBearer`. Requests beyond the limit are refused with `TOO_MANY_REQUESTS`.
 */
export function limitChanges(app: FastifyInstance, budget: CallerBudget): void {
  app.addHook('onRequest', async (request) => {
    if (READS.includes(request.method)) return;
    const { key } = callerOf(request);
    if (budget.admit(key.owner ?? key.id) === 'admitted') return;
    throw new SymphonyError('TOO_MANY_REQUESTS', { retryAfterMs: RETRY_AFTER_MS });
  });
}
