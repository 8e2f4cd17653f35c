import { randomBytes } from 'node:crypto';
import type { UiHost } from '@symphony-ts/platform';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Assets } from './assets/assets.js';
import { escapeHtml, scriptJson } from './http/html.js';
import { formatPolicy, nothing, type Policy, REFUSED_FEATURES } from './http/policy.js';
import { originOf } from './http/request-origin.js';
import type { Sandbox } from './sandbox/sandbox.js';

/** Paths below which the platform answers itself; everything else is a page of the shell. */
const OWN = /^\/(?:api|ui|nats)(?:\/|$)/;

/** What the shell's own document may do. No inline script or style without the nonce, and nothing from another host. */
const shellPolicy = (origin: string, nonce: string, sandbox: string): Policy => ({
  ...nothing,
  'script-src': `'nonce-${nonce}' ${origin}/ui/`,
  'style-src': `'nonce-${nonce}' ${origin}/ui/assets/`,
  'img-src': "'self' data:",
  'font-src': `${origin}/ui/assets/`,
  'connect-src': `'self' ${origin.replace(/^http/, 'ws')}/nats`,
  'frame-src': `${origin}/ui/f/ ${sandbox}`.trim(),
  'manifest-src': "'none'",
  'frame-ancestors': "'none'",
});

/** What is drawn until the script runs: as much of the frame as does not depend on who looks at it. */
const SKELETON = `
:root{color-scheme:light dark;--sk-line:#e3e5ea;--sk-back:#f6f7f9;--sk-text:#5b6472}
@media(prefers-color-scheme:dark){:root:not([data-theme=light]){--sk-line:#2a2f3a;--sk-back:#12151b;--sk-text:#98a2b3}}
:root[data-theme=dark]{--sk-line:#2a2f3a;--sk-back:#12151b;--sk-text:#98a2b3}
body{margin:0;background:var(--sk-back);color:var(--sk-text);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
#sk{display:grid;grid-template:56px 1fr/248px 1fr;min-height:100vh}
#sk>b{grid-row:1/3;border-right:1px solid var(--sk-line);padding:16px 20px;box-sizing:border-box}
#sk>i{border-bottom:1px solid var(--sk-line)}#sk>p{margin:32px;font-style:normal}
@media(max-width:800px){#sk{grid-template:56px 1fr/1fr}#sk>b{grid-row:1;border-right:0;border-bottom:1px solid var(--sk-line)}#sk>i{display:none}}
`.replaceAll('\n', '');

/** What is fetched while the skeleton is drawn. */
const preloads = ({ preload, styles }: Assets): string =>
  [
    ...(styles['shell'] === undefined ? [] : [`<link rel="preload" as="style" href="${styles['shell']}">`]),
    ...preload.map((href) => `<link rel="modulepreload" href="${href}">`),
  ].join('');

/** Below the skeleton, so that it holds up what comes after it, and not the first paint. */
const stylesheet = ({ styles }: Assets): string =>
  styles['shell'] === undefined ? '' : `<link rel="stylesheet" href="${styles['shell']}">`;

const body = (assets: Assets, name: string, nonce: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${escapeHtml(name)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<style nonce="${nonce}">${SKELETON}</style>
<script nonce="${nonce}">document.documentElement.dataset.theme=localStorage.getItem('symphony-theme')||''</script>
<script type="importmap" nonce="${nonce}">${scriptJson({ imports: assets.modules })}</script>
${preloads(assets)}
</head>
<body>
<div id="root" data-nonce="${nonce}" data-name="${escapeHtml(name)}"><div id="sk"><b>${escapeHtml(name)}</b><i></i><p role="status">Starting…</p></div></div>
${stylesheet(assets)}
<script type="module" src="${assets.entries['shell'] ?? ''}"></script>
<noscript>This page needs JavaScript.</noscript>
</body>
</html>
`;

/** The shell's one document, at every path that is not the platform's own. */
export function documentRoutes(
  app: FastifyInstance,
  { product }: UiHost,
  { assets, sandbox }: { readonly assets: Assets; readonly sandbox: Sandbox },
): void {
  const page = (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const [path = ''] = request.url.split('?');
    if (OWN.test(path)) {
      reply.callNotFound();
      return reply;
    }
    const nonce = randomBytes(16).toString('base64');
    return reply
      .headers({
        'content-security-policy': formatPolicy(shellPolicy(originOf(request), nonce, sandbox.sourceFor(request))),
        'permissions-policy': REFUSED_FEATURES,
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
      })
      .type('text/html; charset=utf-8')
      .send(body(assets, product.name, nonce));
  };
  app.get('/', page);
  app.get('/*', page);
}
