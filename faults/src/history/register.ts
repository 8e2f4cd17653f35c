import type { Action } from './operation.js';
import type { Revisions } from './revisions.js';

/** The content of a key: a value or nothing. */
export type State = string | undefined;

/** The state after `action` on `state`; `'impossible'` if the action cannot have this outcome on `state`. */
export interface Step {
  readonly state: State;
}

/** The correct behaviour of a key of a bucket: the effect of one action at one moment. */
export function step(state: State, action: Action, revisions: Revisions): Step | 'impossible' {
  switch (action.kind) {
    case 'get':
      return state === action.found?.value ? { state } : 'impossible';
    case 'put':
      return { state: action.value };
    case 'create':
      if (action.exists) return state === undefined ? 'impossible' : { state };
      // Without an answer, it may have found a value and changed nothing.
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
