import { headers, platformServices, readIssues, SymphonyError, UsageReport } from '@symphony-ts/contract';
import * as z from 'zod';
import type { ServiceRequest } from '../services/platform-service.js';

/** More than any licence rates; a report with thousands is a mistake. */
const MAX_DIMENSIONS = 100;
const MAX_NAME_LENGTH = 128;

/** The largest value, so that units and their sums stay finite. */
const MAX_VALUE = 1e15;

/** The account says who reports, so a report need not. */
const Report = UsageReport.extend({
  prefix: UsageReport.shape.prefix.optional(),
  dimensions: z.record(z.string().min(1).max(MAX_NAME_LENGTH), z.number().nonnegative().max(MAX_VALUE)),
});
type Report = z.infer<typeof Report>;

/**
 * Reads a usage report; the caller is known from the subject, and a report in another's name is refused.
 * @throws `INVALID_INPUT` with the dimensions that are negative or not finite numbers; `PERMISSION_DENIED`
 */
export function readReport({
  caller,
  body,
  headers: given,
}: Pick<ServiceRequest, 'caller' | 'body' | 'headers'>): Report {
  const subject = platformServices.usageReport;
  const parsed = Report.safeParse(body ?? {});
  const issues = parsed.success ? checkSize(parsed.data) : readIssues(parsed.error.issues);
  if (issues.length > 0 || !parsed.success) throw new SymphonyError('INVALID_INPUT', { subject, issues });
  const report = parsed.data;
  if (report.prefix !== undefined && report.prefix !== caller) {
    throw new SymphonyError('PERMISSION_DENIED', {
      operation: 'publish',
      subject: `${subject} for '${report.prefix}'`,
    });
  }
  const traceparent = report.traceparent ?? given.get(headers.traceparent);
  return traceparent === undefined ? report : { ...report, traceparent };
}

const checkSize = ({ dimensions }: Report) =>
  Object.keys(dimensions).length > MAX_DIMENSIONS
    ? [{ path: 'dimensions', message: `more than ${MAX_DIMENSIONS} dimensions` }]
    : [];
