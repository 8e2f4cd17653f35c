import { formatPolicy, type Policy, REFUSED_FEATURES } from '../http/policy.js';

/** Headers of a document that an extension wrote. */
export const frameHeaders = (policy: Policy): Readonly<Record<string, string>> => ({
  'content-security-policy': formatPolicy(policy),
  'permissions-policy': REFUSED_FEATURES,
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  // The shell's own header keys its origin; a document of no origin has none to key, and says so loudly.
  'origin-agent-cluster': '?0',
  // The platform's default would forbid the one page that frames it; `frame-ancestors` decides where both are known.
  'x-frame-options': 'SAMEORIGIN',
});
