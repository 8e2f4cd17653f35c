import type { ExactStreamInfo } from '../streams/exact-stream-info.js';
import { readUnfinishedWork } from '../streams/unfinished-work.js';
import { isRehearsalName } from './rehearse.js';
import { parseReplacement } from './replacement-note.js';

/** A stream that exists only while work is done, or that was left because the work was cut off. */
export interface LeftStream {
  /** Name of the stream. */
  readonly stream: string;
  /** The work that created it. */
  readonly work: 'drill' | 'copy' | 'rehearsal' | 'replacement';
  /** What the work is, and how to end it if it was cut off. */
  readonly text: string;
}

type Described = Pick<ExactStreamInfo, 'created'> & {
  readonly config: { readonly name: string; readonly metadata?: unknown };
};

/** What a stream is for that a command of this package created for a while; `undefined` for every other stream. */
export function readLeftStream(info: Described): LeftStream | undefined {
  const { name: stream } = info.config;
  const { work, of = '' } = readUnfinishedWork(info) ?? {};
  if (work === 'drill') {
    const text = `the temporary stream of a drill of ${of}; if it was cut off, the next drill deletes it`;
    return { stream, work, text };
  }
  if (work === 'copy') {
    const text = `an unfinished copy of ${of}; if it was cut off, copy the stream again, or delete it`;
    return { stream, work, text };
  }
  if (isRehearsalName(stream)) {
    const text = 'the trial of a restore; if it was cut off, the next restore over the same stream deletes it';
    return { stream, work: 'rehearsal', text };
  }
  const note = parseReplacement(info);
  if (note === undefined) return undefined;
  const { host, backup, aside } = note;
  const text =
    `tells that ${note.stream} is being replaced; if it was cut off, run the same command again on ${host}: ` +
    `the messages are in ${aside}, those to replace them in ${backup}`;
  return { stream, work: 'replacement', text };
}
