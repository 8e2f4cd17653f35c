import type { StoredMsg } from '@nats-io/jetstream';
import { assertSubject } from '../api/api-subject.js';
import { JetStreamManagerError } from '../errors/manager-error.js';
import { assertSequence } from '../json/safe-json.js';
import type { Manager } from '../manager/manager.js';
import { assertKnownOptions, type OptionNames } from '../options/option-names.js';
import { seekTime } from './seek-time.js';
import { hasDirectBatches, readStored } from './stored-walk.js';

/** Options of {@link pages}. */
export interface PagerOptions {
  /** First sequence. Default: the first one of the stream. You cannot combine it with `since`. */
  readonly seq?: number;
  /** Starts with the first message stored at this time or later. You cannot combine it with `seq`. */
  readonly since?: Date;
  /** Only messages on this subject, wildcards allowed. */
  readonly subject?: string;
  /** Number of messages on a page. Default 25. */
  readonly pageSize?: number;
}

const pagerOptionNames = {
  seq: true,
  since: true,
  subject: true,
  pageSize: true,
} as const satisfies OptionNames<PagerOptions>;

const defaultPageSize = 25;

/**
 * Yields the messages of a stream page by page, up to the end of the stream at the time of each page. It creates no
 * consumer, so it works for every stream, also a work queue, and there is nothing to close. It requests a page when you
 * have taken the one before.
 */
export async function* pages(
  manager: Manager,
  name: string,
  options: PagerOptions = {},
): AsyncGenerator<readonly StoredMsg[], void, void> {
  assertKnownOptions('pages', options, pagerOptionNames);
  const { seq, since, subject, pageSize = defaultPageSize } = options;
  if (!Number.isSafeInteger(pageSize) || pageSize < 1) {
    throw new JetStreamManagerError('INVALID_ARGUMENT', `pageSize is ${pageSize}, not 1 or more`);
  }
  if (seq !== undefined) assertSequence(seq, 'seq');
  if (subject !== undefined) assertSubject(subject, 'subject');
  if (seq !== undefined && since !== undefined) {
    throw new JetStreamManagerError('INVALID_ARGUMENT', 'seq and since exclude each other');
  }
  const { context } = manager;
  const stream = await manager.streams.load(name);
  const { first_seq: first, last_seq: last } = stream.lastInfo.state;
  let next = since === undefined ? Math.max(seq ?? first, 1) : await seekTime(context, name, { first, last }, since);
  const hasBatches = hasDirectBatches(stream, context);
  for (;;) {
    const page = await readStored(context, name, { seq: next, subject, batch: pageSize, hasBatches });
    const end = page.at(-1);
    if (end === undefined) return;
    yield page;
    if (page.length < pageSize) return;
    next = end.seq + 1;
  }
}
