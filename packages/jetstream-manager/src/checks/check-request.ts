import { headers, type NatsConnection } from '@nats-io/nats-core';
import { toManagerError } from '../errors/to-manager-error.js';
import { assertKnownOptions, type OptionNames } from '../options/option-names.js';
import { type CheckResult, runCheck } from './check-result.js';
import { measure, seconds, type Threshold } from './threshold.js';

/** Options of {@link checkRequest}. */
export interface RequestCheckOptions {
  /** Payload of the request. Default: empty. */
  readonly payload?: string;
  /** Headers to send. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Headers that the answer must have, with their values. */
  readonly responseHeaders?: Readonly<Record<string, string>>;
  /** A regular expression that the content of the answer must match. */
  readonly response?: RegExp;
  /** Seconds until the answer. */
  readonly responseSeconds?: Threshold;
  /** How long to wait for the answer, in milliseconds. Default 5000. */
  readonly timeoutMs?: number;
}

const requestCheckNames = {
  payload: true,
  headers: true,
  responseHeaders: true,
  response: true,
  responseSeconds: true,
  timeoutMs: true,
} as const satisfies OptionNames<RequestCheckOptions>;

/** Sends one request to a service and checks the answer. */
export async function checkRequest(
  nc: NatsConnection,
  subject: string,
  options: RequestCheckOptions = {},
): Promise<CheckResult> {
  assertKnownOptions('checkRequest', options, requestCheckNames);
  return runCheck('request', subject, async (report) => {
    const hdrs = headers();
    for (const [name, value] of Object.entries(options.headers ?? {})) hdrs.set(name, value);
    const startMs = performance.now();
    const response = await nc
      .request(subject, options.payload ?? '', { timeout: options.timeoutMs ?? 5000, headers: hdrs })
      .catch((error: unknown) => {
        throw toManagerError(error, `request to ${subject}`);
      });
    measure(report, {
      metric: {
        name: 'time',
        value: (performance.now() - startMs) / 1000,
        unit: 's',
        help: 'How long the request took',
      },
      threshold: options.responseSeconds,
      worse: 'higher',
      say: (value) => `response took ${seconds(value)}`,
    });
    if (options.response !== undefined && !options.response.test(response.string())) {
      report.critical(`response does not match ${options.response}`);
    }
    for (const [name, value] of Object.entries(options.responseHeaders ?? {})) {
      const actual = response.headers?.get(name) ?? '';
      if (actual !== value) report.critical(`invalid header ${name}: ${JSON.stringify(actual)}`);
    }
    if (report.isClean) report.ok('Valid response');
  });
}
