import { EnforcementPayload } from '@symphony-ts/contract';
import type { EnforcementState } from '../model/extension-model.js';

/** The licence state for the extension `prefix`. */
export function readEnforcement(payload: unknown, prefix: string): EnforcementState {
  const state = EnforcementPayload.parse(payload ?? {});
  return {
    status: state.status,
    message: state.message,
    disabledExtensions: state.disabled_extensions,
    graceExtensions: state.grace_extensions,
    applies: applies(state, prefix),
  };
}

/** The stricter of the global state and the two lists. */
function applies(state: EnforcementPayload, prefix: string): EnforcementState['applies'] {
  if (state.disabled_extensions.includes(prefix)) return 'disabled';
  if (state.status === 'enforcement_enforced') return 'enforced';
  if (state.status === 'enforcement_grace' || state.grace_extensions.includes(prefix)) return 'grace';
  return state.status === 'enforcement_warning' ? 'warning' : 'ok';
}
