import { randomBytes } from 'node:crypto';
import type { ManifestResource } from '@symphony-ts/contract';
import * as z from 'zod';
import type { Assets } from '../assets/assets.js';
import { escapeHtml, scriptJson } from '../http/html.js';
import type { Policy } from '../http/policy.js';
import type { BrokenModule, BuiltModule } from '../modules/module-graph.js';
import { bridgedPolicy, mcpPolicy, plainPolicy, scriptlessPolicy } from './frame-policy.js';

/** A document for a frame, with the policy it is served under. */
export interface FrameDocument {
  readonly html: string;
  readonly policy: Policy;
}

/** The parts that documents are made of. */
export interface DocumentParts {
  readonly origin: string;
  readonly assets: Assets;
  readonly build: (uri: string) => Promise<BuiltModule | BrokenModule>;
}

/** The document of a resource; `undefined` for one that is not drawn in a frame. */
export async function frameDocument(
  resource: ManifestResource,
  parts: DocumentParts,
): Promise<FrameDocument | undefined> {
  const { origin, assets } = parts;
  switch (resource.mimeType) {
    case 'text/html':
      return { html: resource.text, policy: plainPolicy(origin) };
    case 'text/html;profile=mcp-app':
      return { html: resource.text, policy: mcpPolicy(origin, resource) };
    case 'text/html+symphony':
      return { html: withScripts(resource.text, assets), policy: bridgedPolicy(origin) };
    case 'text/html+htmx':
      return htmxDocument(resource, parts);
    case 'text/symphony-jsx':
      return jsxDocument(resource, parts);
    case 'text/markdown':
    case 'text/symphony-module':
      return undefined;
  }
}

const entry = ({ entries }: Assets, name: string): string => entries[name] ?? '';
const stylesOf = ({ styles }: Assets, names: readonly string[]): string =>
  names
    .flatMap((name) => (styles[name] === undefined ? [] : [`<link rel="stylesheet" href="${styles[name]}">`]))
    .join('');
const titleOf = ({ name, uri }: ManifestResource): string => escapeHtml(name ?? uri);

const HtmxConfig = z.object({ page: z.string().default('') }).catch({ page: '' });

/** htmx in a document without a network: it sends its requests to the page around it. Attribute names @inferred */
function htmxDocument(resource: ManifestResource, { origin, assets }: DocumentParts): FrameDocument {
  const nonce = randomBytes(16).toString('base64');
  const { page } = HtmxConfig.parse(parseJson(resource.text));
  const path = `/${page.replace(/^\/+/, '')}`;
  const scripts = ['bridge', 'htmx'].map((name) => `<script src="${entry(assets, name)}"></script>`).join('');
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${titleOf(resource)}</title>${stylesOf(assets, ['bridge', 'htmx'])}${scripts}</head><body><div data-page hx-get="${escapeHtml(path)}" hx-trigger="load" role="status">…</div></body></html>`;
  return { html, policy: scriptlessPolicy(origin, nonce) };
}

/** A React page in a frame: the same page, the same imports, and the bridge instead of the shell's own rights. */
async function jsxDocument(
  resource: ManifestResource,
  { origin, assets, build }: DocumentParts,
): Promise<FrameDocument> {
  const nonce = randomBytes(16).toString('base64');
  const built = await build(resource.uri);
  const imports = Object.fromEntries(Object.entries(assets.modules).map(([name, href]) => [name, origin + href]));
  const symphony = entry(assets, 'frame-symphony');
  const map = scriptJson({ imports: { ...imports, ...(symphony === '' ? {} : { '@symphony': origin + symphony }) } });
  const data =
    built.kind === 'module'
      ? `data-page="${built.href}"${built.hasMui ? ' data-mui' : ''}`
      : `data-broken="${escapeHtml(built.reason)}"`;
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${titleOf(resource)}</title><meta name="viewport" content="width=device-width"><script type="importmap" nonce="${nonce}">${map}</script>${stylesOf(assets, ['bridge'])}<script src="${entry(assets, 'bridge')}"></script></head><body><div id="root" ${data} data-nonce="${nonce}"></div><script type="module" src="${entry(assets, 'frame')}"></script></body></html>`;
  return { html, policy: scriptlessPolicy(origin, nonce) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** An author's document with the bridge, and the shell's font and colours, before everything that is the author's. */
function withScripts(html: string, assets: Assets): string {
  const scripts = `${stylesOf(assets, ['bridge'])}<script src="${entry(assets, 'bridge')}"></script>`;
  if (/<head[^>]*>/i.test(html)) return html.replace(/<head[^>]*>/i, (head) => head + scripts);
  if (/<html[^>]*>/i.test(html)) return html.replace(/<html[^>]*>/i, (tag) => `${tag}<head>${scripts}</head>`);
  return `<!doctype html><html lang="en"><head><meta charset="utf-8">${scripts}</head><body>${html}</body></html>`;
}
