import type { Follower, RestoreResult } from '@symphony-ts/jetstream-manager';
import { grouped } from '@symphony-ts/jetstream-manager/internal';
import { errorText } from './error-text.js';

/** Lines about the streams that take from a restored one. */
export const formatFollowers = ({ stream: origin, state, followers = [] }: RestoreResult): readonly string[] =>
  followers.flatMap((follower) => {
    const { stream, kind, lastSeq, startSeq, failure } = follower;
    const isMirror = kind === 'mirror';
    const link = isMirror ? `mirrors ${origin}` : `has ${origin} as a source`;
    if (failure !== undefined)
      return [`${stream} ${link} and may take everything a second time: ${errorText(failure)}`];
    const goesOn = startSeq === undefined ? [] : [`${stream} ${link} and goes on from sequence ${grouped(startSeq)}`];
    if (!follower.isAhead) return goesOn;
    const extra = `has its messages up to ${grouped(lastSeq)}, the backup only up to ${grouped(state.last_seq)}`;
    if (startSeq !== undefined) return [...goesOn, `${stream} ${extra}`];
    const remedy = isMirror ? 'remove it and make it again' : 'copy what is missing with jsm messages copy';
    return [
      `${stream} ${link} and ${extra}; it will leave out what ${origin} stores up to ${grouped(lastSeq)}: ${remedy}`,
    ];
  });

/** Whether a stream that takes from a restored one will lack messages of it, or have them twice. */
export const isFollowerOff = ({ isAhead, startSeq, failure }: Follower): boolean =>
  failure !== undefined || (isAhead && startSeq === undefined);
