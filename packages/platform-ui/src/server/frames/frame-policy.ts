import type { ManifestResource } from '@symphony-ts/contract';
import * as z from 'zod';
import { frameSandbox } from '../../wire/frame-sandbox.js';
import { uiPaths } from '../../wire/ui-paths.js';
import { formatPolicy, nothing, type Policy, REFUSED_FEATURES } from '../http/policy.js';

/** The common part of the policies of all frames. `origin` is the platform's origin, which the frame itself does not have. */
const base = (origin: string): Policy => ({
  ...nothing,
  'style-src': `'unsafe-inline' ${origin}${uiPaths.assets}`,
  'img-src': 'data: blob:',
  'font-src': `data: ${origin}${uiPaths.assets}`,
  'media-src': 'data: blob:',
  'connect-src': "'none'",
  'frame-src': "'none'",
  'worker-src': "'none'",
  'frame-ancestors': origin,
  sandbox: frameSandbox.opaque,
});

/** A frame that has the bridge, and scripts of its own. */
export const bridgedPolicy = (origin: string): Policy => ({
  ...base(origin),
  'script-src': `'unsafe-inline' ${origin}${uiPaths.assets}`,
});

/** A frame whose only scripts are the shell's: htmx, and React pages by their addresses. */
export const scriptlessPolicy = (origin: string, nonce: string): Policy => ({
  ...base(origin),
  'script-src': `'nonce-${nonce}' ${origin}${uiPaths.assets} ${origin}${uiPaths.modules}`,
});

/** Plain HTML: its own scripts, and nothing around it. */
export const plainPolicy = (origin: string): Policy => ({ ...base(origin), 'script-src': "'unsafe-inline'" });

/** The same policy for a document on another host than the platform's, where the document has an origin. */
export const withOrigin = (policy: Policy): Policy => ({ ...policy, sandbox: frameSandbox.ownOrigin });

const Domains = z.array(z.string()).catch([]).default([]);
const Meta = z.object({
  ui: z.object({
    csp: z.object({ connectDomains: Domains, resourceDomains: Domains, frameDomains: Domains }),
  }),
});
const DOMAIN = /^(?:https|wss):\/\/(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::\d+)?$/i;
const hosts = (domains: readonly string[]): string => domains.filter((domain) => DOMAIN.test(domain)).join(' ');

/** The policy of an MCP app: what its `_meta.ui.csp` asks for, limited to secure hosts. Without that, nothing is allowed. */
export function mcpPolicy(origin: string, { _meta }: Pick<ManifestResource, '_meta'>): Policy {
  const read = Meta.safeParse(_meta);
  const { connectDomains, resourceDomains, frameDomains } = read.success
    ? read.data.ui.csp
    : { connectDomains: [], resourceDomains: [], frameDomains: [] };
  const resources = hosts(resourceDomains);
  return {
    ...base(origin),
    'script-src': `'unsafe-inline' ${resources}`.trim(),
    'style-src': `'unsafe-inline' ${resources}`.trim(),
    'img-src': `data: blob: ${resources}`.trim(),
    'font-src': `data: ${resources}`.trim(),
    'media-src': `data: blob: ${resources}`.trim(),
    'connect-src': hosts(connectDomains) || "'none'",
    'frame-src': hosts(frameDomains) || "'none'",
  };
}

/** Headers of a document that an extension wrote. */
export const frameHeaders = (policy: Policy): Readonly<Record<string, string>> => ({
  'content-security-policy': formatPolicy(policy),
  'permissions-policy': REFUSED_FEATURES,
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  // The shell's own header requests agent clusters by origin. A document without an origin cannot have one, and the browser
  // would log an error.
  'origin-agent-cluster': '?0',
  // The platform's default would forbid the one page that frames it; `frame-ancestors` decides where both are known.
  'x-frame-options': 'SAMEORIGIN',
});
