import type { PageConnection } from '@symphony-ts/page';
import type { ShellExtension } from '../../src/wire/shell-extension.js';
import { RateLimit } from '../bridge/rate-limit.js';

/** The functions and data of the page for an MCP app or for plain HTML. */
export interface McpParts {
  /** False for plain HTML, which only receives the colours. */
  readonly isApp: boolean;
  readonly frame: HTMLIFrameElement;
  readonly nc: PageConnection;
  readonly extension: ShellExtension;
  readonly version: string;
  /** The theme, and the style variables of the specification. */
  readonly colours: () => { readonly theme: 'light' | 'dark'; readonly variables: Readonly<Record<string, string>> };
  readonly navigate: (path: string) => void;
  readonly openLink: (url: string) => void;
  readonly resize: (heightPx: number) => void;
}

/** The host of a frame, until it is closed. */
export interface McpHost {
  /** Tells the frame that the colours have changed. */
  readonly changed: () => void;
  readonly close: () => void;
}

interface Rpc {
  readonly jsonrpc?: unknown;
  readonly id?: number | string;
  readonly method?: unknown;
  readonly params?: unknown;
  readonly type?: unknown;
  readonly payload?: unknown;
}

const PROTOCOL = '2026-01-26';
const TOOL_TIMEOUT_MS = 30_000;
const CALLS_PER_SECOND = 100;

/**
 * The host's side of MCP Apps, as far as a page of an extension needs it, and the older messages of MCP-UI. The tools are
 * the endpoints of its own extension.
 */
export function hostMcpApp(parts: McpParts): McpHost {
  const { isApp, frame, resize } = parts;
  const rate = new RateLimit(CALLS_PER_SECOND);
  let isInitialized = false;
  // A frame without an origin can only be addressed with `*`.
  const post = (message: object): void => frame.contentWindow?.postMessage(message, '*');
  const sendColours = (): void =>
    post({ type: 'ui-lifecycle-iframe-render-data', payload: { renderData: { theme: parts.colours().theme } } });

  const listen = ({ source, data }: MessageEvent<unknown>): void => {
    if (source !== frame.contentWindow || typeof data !== 'object' || data === null || !rate.take()) return;
    const message = data as Rpc;
    if (message.type === 'ui-lifecycle-iframe-ready') sendColours();
    if (message.type === 'ui-size-change') resize(heightOf(message.payload));
    if (!isApp) return;
    if (message.type === 'link') tryLink(parts, urlOf(message.payload));
    if (message.jsonrpc === '2.0') receive(message);
  };

  function receive({ id, method, params }: Rpc): void {
    if (method === 'ui/notifications/initialized') {
      isInitialized = true;
      post({ jsonrpc: '2.0', method: 'ui/notifications/tool-input', params: { arguments: {} } });
    }
    if (method === 'ui/notifications/size-changed') resize(heightOf(params));
    if (id === undefined || typeof method !== 'string') return;
    answer(parts, method, params).then(
      (result) => post({ jsonrpc: '2.0', id, result }),
      (error: Error & { readonly code?: unknown }) => {
        const code = typeof error.code === 'number' ? error.code : -32_000;
        post({ jsonrpc: '2.0', id, error: { code, message: error.message } });
      },
    );
  }

  addEventListener('message', listen);
  return {
    changed() {
      sendColours();
      const params = contextOf(parts);
      if (isInitialized) post({ jsonrpc: '2.0', method: 'ui/notifications/host-context-changed', params });
    },
    close: () => removeEventListener('message', listen),
  };
}

function contextOf({ colours }: McpParts): object {
  const { theme, variables } = colours();
  return { theme, styles: { variables }, displayMode: 'inline', platform: 'web', locale: navigator.language };
}

async function answer(parts: McpParts, method: string, params: unknown): Promise<object> {
  switch (method) {
    case 'ui/initialize':
      return {
        protocolVersion: PROTOCOL,
        hostInfo: { name: 'symphony-ts', version: parts.version },
        hostCapabilities: { openLinks: {}, serverTools: {}, logging: {} },
        hostContext: contextOf(parts),
      };
    case 'ping':
      return {};
    case 'tools/list':
      return { tools: parts.extension.tools };
    case 'tools/call':
      return callTool(parts, textOf(params, 'name'), Reflect.get(Object(params), 'arguments'));
    case 'ui/open-link':
      openLink(parts, urlOf(params));
      return {};
    case 'ui/request-display-mode':
      return { mode: 'inline' };
    default:
      throw Object.assign(new Error(`Method not found: ${method}`), { code: -32_601 });
  }
}

async function callTool({ nc, extension }: McpParts, name: string, input: unknown): Promise<object> {
  if (!extension.tools.some((tool) => tool.name === name)) throw new Error(`there is no tool '${name}'`);
  const subject = `cirata.extensions.${extension.prefix}.${name}`;
  const reply = await nc.request(subject, JSON.stringify(input ?? {}), { timeout: TOOL_TIMEOUT_MS });
  const hasFailed = (reply.headers?.get('Nats-Service-Error-Code') ?? '') !== '';
  const structured = parseObject(reply.string());
  return {
    content: [{ type: 'text', text: reply.string() }],
    ...(structured ? { structuredContent: structured } : {}),
    ...(hasFailed ? { isError: true } : {}),
  };
}

function openLink({ navigate, openLink: open }: McpParts, url: string): void {
  if (/^\/(?![/\\])/.test(url)) navigate(url);
  else if (/^https?:\/\//i.test(url)) open(url);
  else throw new Error('a link is a path of the shell, or an address with http or https');
}

/** A text in a message. Empty for any other value: the frame is not trusted, and may send anything. */
function textOf(message: unknown, name: string): string {
  const text: unknown = Reflect.get(Object(message), name);
  return typeof text === 'string' ? text : '';
}

const urlOf = (message: unknown): string => textOf(message, 'url');

function heightOf(message: unknown): number {
  const height: unknown = Reflect.get(Object(message), 'height');
  return typeof height === 'number' && !Number.isNaN(height) ? height : 0;
}

/** The older protocol has no answer that could report a problem. */
function tryLink(parts: McpParts, url: string): void {
  try {
    openLink(parts, url);
  } catch (error) {
    console.warn(`${parts.extension.prefix}: ${(error as Error).message}`);
  }
}

function parseObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
