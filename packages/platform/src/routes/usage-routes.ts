import { httpPaths, isPrefix, rights, SymphonyError } from '@symphony-ts/contract';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import * as z from 'zod';
import type { AuditLog } from '../audit/audit-log.js';
import type { AnswerTurns } from '../http/answer-turns.js';
import type { Authorize } from '../http/authorize.js';
import { routeUrl } from '../http/http-server.js';
import { onlyFields } from '../kit/only-fields.js';
import { currentMonth } from '../usage/usage-record.js';
import { attribute, type RecordQuery, readRecordsPage, readSummary } from '../usage/usage-reports.js';
import type { UsageService } from '../usage/usage-service.js';
import type { UsageState } from '../usage/usage-state.js';

/** The parts that the routes of usage use. */
export interface UsageRouteParts {
  readonly usage: UsageService;
  readonly usageState: UsageState;
  readonly authorize: Authorize;
  readonly audit: Pick<AuditLog, 'write'>;
  readonly now: () => number;
  readonly turns: AnswerTurns;
}

const Moment = z
  .union([z.iso.date(), z.iso.datetime({ offset: true })])
  .transform((text) => new Date(text))
  .optional();
const Query = z
  .object({
    from: Moment,
    to: Moment,
    extension: z.string().refine(isPrefix, 'not an extension prefix').optional(),
    /** Empty for records without a business unit. */
    unit: z.string().optional(),
    /** The limit of the list of records. The summary has no such limit. */
    limit: z.coerce.number().int().positive().max(10_000).default(1_000),
    /** Of the list of records: the place that the link to the next page names. */
    after: z
      .string()
      .regex(/^\d{1,3}-\d{1,15}$/, 'not a place of this list')
      .optional(),
    group: z.enum(['unit', 'extension', 'both']).default('both'),
    /** Of the summary: also splits use by day or by month. */
    interval: z.enum(['day', 'month']).optional(),
  })
  .refine(({ from, to }) => !from || !to || from < to, 'from is not before to');

const Attribution = onlyFields({ unit: z.string().nullable() });
const Key = z.object({ key: z.string() });

/** Enforcement, usage records, their summary, and attribution by hand. */
export function usageRoutes(app: FastifyInstance, parts: UsageRouteParts): void {
  const { usage, usageState, authorize, audit, turns } = parts;
  app.get(httpPaths.enforcement, async () => usage.enforcement);
  app.get(httpPaths.usageRecords, async (request, reply) => {
    authorize(request, rights.usageRead);
    const { limit: count, after } = Query.parse(request.query);
    const page = await readRecordsPage(usageState, readQuery(request, parts), { after, count });
    return turns.sendOnePage(request, reply, () => page);
  });
  app.get(httpPaths.usageSummary, async (request, reply) => {
    authorize(request, rights.usageRead);
    const { group: grouping, interval } = Query.parse(request.query);
    const summary = await readSummary(usageState, readQuery(request, parts), { grouping, interval });
    return turns.send(request, reply, () => summary);
  });
  app.put(routeUrl(httpPaths.attribution), async (request) => {
    const actor = authorize(request, rights.usageAdmin);
    const { key } = Key.parse(request.params);
    const { unit } = Attribution.parse(request.body);
    if (unit !== null && usageState.businessUnits.get(unit) === undefined) {
      throw new SymphonyError('INVALID_REQUEST', { reason: `there is no business unit '${unit}'` });
    }
    const record = await attribute(usageState, key, unit);
    await audit.write({ actor, action: 'usage.attribute', target: key, details: { unit } });
    return record;
  });
}

/**
 * The query. The period is the current month by default. Without `to` it ends now; without `from` it begins with the month of
 * `to`.
 */
function readQuery(request: FastifyRequest, { now }: UsageRouteParts): RecordQuery {
  const { from, to, extension, unit } = Query.parse(request.query);
  const month = currentMonth(to ? new Date(to.getTime() - 1) : new Date(now()));
  const period = { from: from ?? month.from, to: to ?? (from ? new Date(now()) : month.to) };
  return { period, extension, unit: unit === '' ? null : unit };
}
