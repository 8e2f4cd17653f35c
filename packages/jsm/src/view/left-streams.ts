import type { Stream } from '@symphony-ts/jetstream-manager';
import { readLeftStream } from '@symphony-ts/jetstream-manager/internal';

/** The streams that work created for a while, one per line. The work runs, or it was cut off. */
export const formatLeft = (streams: readonly Pick<Stream, 'lastInfo'>[]): string[] =>
  streams.flatMap(({ lastInfo }) => {
    const left = readLeftStream(lastInfo);
    return left === undefined ? [] : [`Temporary: ${left.stream}: ${left.text}`];
  });
