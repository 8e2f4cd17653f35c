import type { Action } from './operation.js';
import type { Revisions } from './revisions.js';

/** What a key holds: a value, or nothing. */
export type State = string | undefined;

/** The state after `action` on `state`; `'impossible'` where it could not have had its outcome. */
export interface Step {
  readonly state: State;
}

/** A key of a bucket as it should behave: what one action does, done all at once. */
export function step(state: State, action: Action, revisions: Revisions): Step | 'impossible' {
  switch (action.kind) {
    case 'get':
      return state === action.found?.value ? { state } : 'impossible';
    case 'put':
      return { state: action.value };
    case 'create':
      if (action.exists) return state === undefined ? 'impossible' : { state };
      // Not known: it may have found a value, and changed nothing.
      if (state !== undefined) return action.revision === undefined ? { state } : 'impossible';
      return { state: action.value };
    case 'update': {
      const isAt = state !== undefined && revisions.get(state) === action.expected;
      if (action.conflict) return isAt ? 'impossible' : { state };
      if (!isAt) return action.revision === undefined ? { state } : 'impossible';
      return { state: action.value };
    }
    case 'delete':
      return { state: undefined };
  }
}
