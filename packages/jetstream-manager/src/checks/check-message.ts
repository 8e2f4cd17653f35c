import type { StoredMsg } from '@nats-io/jetstream';
import type { Manager } from '../manager/manager.js';
import { assertKnownOptions, type OptionNames } from '../options/option-names.js';
import { type CheckResult, runCheck } from './check-result.js';
import { measure, seconds, type Threshold } from './threshold.js';

/** Options of {@link checkMessage}. */
export interface MessageCheckOptions {
  /** How old the message may be, in seconds. */
  readonly ageSeconds?: Threshold;
  /** A regular expression that the content must match. */
  readonly content?: RegExp;
  /**
   * Whether the content is a Unix time in seconds that counts as the age of the message. Default `false`: the age
   * counts from the time of storing.
   */
  readonly bodyAsTimestamp?: boolean;
}

const messageCheckNames = {
  ageSeconds: true,
  content: true,
  bodyAsTimestamp: true,
} as const satisfies OptionNames<MessageCheckOptions>;

/** Checks the last message of a stream on one subject. */
export async function checkMessage(
  manager: Manager,
  stream: string,
  subject: string,
  options: MessageCheckOptions = {},
): Promise<CheckResult> {
  assertKnownOptions('checkMessage', options, messageCheckNames);
  return runCheck('message', `${stream} > ${subject}`, async (report) => {
    if (/(^|\.)[*>](\.|$)/.test(subject)) return report.critical(`${subject} is not a single subject`);
    const message = await (await manager.streams.load(stream)).lastMessage(subject);
    if (message === undefined) return report.critical('no message found');
    const atMs = options.bodyAsTimestamp ? bodyTime(message) : message.time.getTime();
    if (atMs === undefined) return report.critical('the content is not a timestamp');
    measure(report, {
      metric: { name: 'age', value: (Date.now() - atMs) / 1000, unit: 's', help: 'The age of the message' },
      threshold: options.ageSeconds,
      worse: 'higher',
      say: (value) => `${seconds(value)} old`,
    });
    report.metric({ name: 'size', value: message.data.length, unit: 'B', help: 'The size of the message' });
    if (options.content !== undefined && !options.content.test(message.string())) {
      report.critical(`does not match ${options.content}`);
    }
    if (report.isClean) report.ok(`Valid message on ${stream} > ${subject}`);
  });
}

function bodyTime(message: StoredMsg): number | undefined {
  const text = message.string().trim();
  return /^\d+$/.test(text) ? Number(text) * 1000 : undefined;
}
