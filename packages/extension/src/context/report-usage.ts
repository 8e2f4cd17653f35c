import type { SymphonyClient } from '@symphony-ts/client';
import {
  assertKnownOptions,
  type ErrorCode,
  isSymphonyError,
  platformServices,
  SymphonyError,
  UsageReply,
  UsageReport,
} from '@symphony-ts/contract';
import { readEnforcement } from './enforcement.js';
import { type UsageReportOptions, type UsageResult, usageReportOptionNames } from './extension-context.js';

/** A report that gets no answer may be lost. Two more attempts take longer than the restart of a platform. */
const ATTEMPTS = 3;

export interface UsageReporter {
  readonly prefix: string;
  readonly client: SymphonyClient;
  readonly newId: () => string;
}

/**
 * Reports consumption. If the answer is lost, the report is sent again with the same id, so the platform counts it once. Throws
 * `INVALID_CONFIGURATION` for an option that does not exist and `INVALID_INPUT`, both before anything is sent. After the last
 * attempt it throws the error of that attempt.
 */
export async function reportUsage(
  { prefix, client, newId }: UsageReporter,
  dimensions: Readonly<Record<string, number>>,
  options: UsageReportOptions,
): Promise<UsageResult> {
  assertKnownOptions('reportUsage', options, usageReportOptionNames);
  const { account, trace, id = newId() } = options;
  const subject = platformServices.usageReport;
  const issues = [...checkDimensions(dimensions), ...checkId(id)];
  if (issues.length > 0) throw new SymphonyError('INVALID_INPUT', { subject, issues });
  const report = {
    prefix,
    id,
    dimensions,
    ...(account ? { account } : {}),
    ...(trace ? { traceparent: trace } : {}),
  };
  const reply = UsageReply.parse(await repeat(() => client.request(subject, report)));
  return { result: reply.result, units: reply.units, enforcement: readEnforcement(reply.enforcement, prefix) };
}

const checkDimensions = (dimensions: Readonly<Record<string, number>>) =>
  Object.entries(dimensions)
    .filter(([, value]) => !Number.isFinite(value) || value < 0)
    .map(([path, value]) => ({ path, message: `${value} is not a number from 0 on` }));

const checkId = (id: string) =>
  UsageReport.shape.id.safeParse(id).success
    ? []
    : [{ path: 'id', message: `'${id}' is not 1 to 64 letters, digits, _ and -` }];

/** Whether a request may have been carried out although it failed. */
const isLost = (thrown: unknown): boolean => isSymphonyError(thrown) && LOST.has(thrown.code);

const LOST: ReadonlySet<ErrorCode> = new Set(['TIMEOUT', 'DISCONNECTED', 'CONNECTION_FAILED']);

async function repeat(send: () => Promise<unknown>): Promise<unknown> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await send();
    } catch (error) {
      if (attempt === ATTEMPTS || !isLost(error)) throw error;
    }
  }
}
