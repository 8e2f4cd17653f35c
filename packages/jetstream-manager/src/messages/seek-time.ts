import type { ManagerContext } from '../api/manager-context.js';
import { nextStored } from './stored-walk.js';

/**
 * The sequence of the first message stored at `time` or later. If there is none, it is the sequence after the last one.
 * Messages are stored in order of time, so a binary search finds it, with about as many requests as a sequence has
 * bits.
 */
export async function seekTime(
  context: ManagerContext,
  stream: string,
  bounds: { readonly first: number; readonly last: number },
  time: Date,
): Promise<number> {
  let low = bounds.first;
  let high = bounds.last + 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const message = await nextStored(context, stream, middle);
    if (message === undefined || message.time >= time) high = middle;
    else low = message.seq + 1;
  }
  return low;
}
