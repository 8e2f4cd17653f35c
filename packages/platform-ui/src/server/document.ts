import { randomBytes } from 'node:crypto';
import type { UiHost } from '@symphony-ts/platform';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { THEME_COOKIE, themeOf } from '../wire/theme.js';
import { uiPaths } from '../wire/ui-paths.js';
import type { Assets } from './assets/assets.js';
import { escapeHtml, scriptJson } from './http/html.js';
import { formatPolicy, nothing, type Policy, REFUSED_FEATURES } from './http/policy.js';
import { originOf } from './http/request-origin.js';
import { readCookie } from './http/session-cookie.js';
import type { Sandbox } from './sandbox/sandbox.js';

/** Chosen colours, as the shell keeps them: asking the browser's storage for them would hold up the first paint. */
const readTheme = ({ headers }: FastifyRequest): string => themeOf(readCookie(headers.cookie, THEME_COOKIE)) ?? '';

/** Paths below which the platform answers itself; everything else is a page of the shell. */
const OWN = /^\/(?:api|ui|nats)(?:\/|$)/;

/** The policy of the shell's own document: no inline script or style without the nonce, and nothing from another host. */
const shellPolicy = (origin: string, nonce: string, sandbox: string): Policy => ({
  ...nothing,
  'script-src': `'nonce-${nonce}' ${origin}/ui/`,
  'style-src': `'nonce-${nonce}' ${origin}${uiPaths.assets}`,
  'img-src': "'self' data:",
  'font-src': `${origin}${uiPaths.assets}`,
  'connect-src': `'self' ${origin.replace(/^http/, 'ws')}/nats`,
  'frame-src': `${origin}${uiPaths.frames} ${sandbox}`.trim(),
  'manifest-src': "'none'",
  'frame-ancestors': "'none'",
});

/** Shown until the script runs: the part of the page that is the same for everybody. */
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

/** The files that the shell loads once the skeleton is shown. */
interface Parts {
  readonly style: string;
  /** Everything that `entry` imports before it runs, so that it is fetched at once and not one after the other. */
  readonly modules: readonly string[];
  readonly entry: string;
}

/**
 * Runs in the browser, as text. Nothing is loaded before the first frame is drawn: fetching and compiling the shell would hold
 * it up. A hidden tab draws no frame, so it starts at once. The script waits for the style sheet, so that nothing is drawn bare.
 */
const START = `({style,modules,entry})=>{
const add=(tag,properties)=>document.head.appendChild(Object.assign(document.createElement(tag),properties));
const fail=()=>{document.querySelector('#sk>p').textContent='The page could not be loaded. Check your connection, then load it again.'};
const start=()=>{
modules.forEach((href)=>add('link',{rel:'modulepreload',href}));
const sheet=add('link',{rel:'stylesheet',href:style});
sheet.onload=sheet.onerror=()=>{add('script',{type:'module',src:entry}).onerror=fail}};
document.hidden?start():requestAnimationFrame(()=>setTimeout(start))}`.replaceAll('\n', '');

const partsOf = ({ preload, styles, entries }: Assets): Parts => ({
  style: styles['shell'] ?? '',
  modules: preload,
  entry: entries['shell'] ?? '',
});

interface Look {
  readonly name: string;
  readonly nonce: string;
  readonly theme: string;
}

const body = (assets: Assets, { name, nonce, theme }: Look): string => `<!doctype html>
<html lang="en" data-theme="${theme}">
<head>
<meta charset="utf-8">
<title>${escapeHtml(name)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<style nonce="${nonce}">${SKELETON}</style>
<script type="importmap" nonce="${nonce}">${scriptJson({ imports: assets.modules })}</script>
</head>
<body>
<div id="root" data-nonce="${nonce}" data-name="${escapeHtml(name)}"><div id="sk"><b>${escapeHtml(name)}</b><i></i><p role="status">Starting…</p></div></div>
<script nonce="${nonce}">(${START})(${scriptJson(partsOf(assets))})</script>
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
      .send(body(assets, { name: product.name, nonce, theme: readTheme(request) }));
  };
  app.get('/', page);
  app.get('/*', page);
}
