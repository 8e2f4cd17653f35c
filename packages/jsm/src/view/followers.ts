import type { Follower, RestoreResult } from '@symphony-ts/jetstream-manager';
import { grouped } from '@symphony-ts/jetstream-manager/internal';
import { errorText } from './error-text.js';

/** Lines about the streams that copy from a restored stream. */
export const formatFollowers = ({ stream: origin, state, followers = [] }: RestoreResult): readonly string[] =>
  followers.flatMap((follower) => {
    const { stream, kind, lastSeq, startSeq, failure } = follower;
    const isMirror = kind === 'mirror';
    const link = isMirror ? `mirrors ${origin}` : `has ${origin} as a source`;
    if (failure !== undefined)
      return [`${stream} ${link} and may copy all messages a second time: ${errorText(failure)}`];
    const goesOn = startSeq === undefined ? [] : [`${stream} ${link} and continues from sequence ${grouped(startSeq)}`];
    if (!follower.isAhead) return goesOn;
    const extra = `has its messages up to ${grouped(lastSeq)}, the backup only up to ${grouped(state.last_seq)}`;
    if (startSeq !== undefined) return [...goesOn, `${stream} ${extra}`];
    const remedy = isMirror ? 'delete it and create it again' : 'copy the missing messages with jsm messages copy';
    return [
      `${stream} ${link} and ${extra}; it will skip the messages that ${origin} stores up to ${grouped(lastSeq)}: ${remedy}`,
    ];
  });

/** Whether a follower of a restored stream will lack some of its messages or have them twice. */
export const isFollowerOff = ({ isAhead, startSeq, failure }: Follower): boolean =>
  failure !== undefined || (isAhead && startSeq === undefined);
