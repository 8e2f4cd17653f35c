// Runs first in every frame with the bridge. The port is the frame's only connection to the outside.
import type { FrameStart, PageChange, PageMessage, RequestOptions, SymphonyFrame } from '@symphony-ts/page';
import {
  BRIDGE_VERSION,
  type BridgeCall,
  type BridgeMethod,
  type BridgePush,
  type BridgeReply,
  type FrameInit,
  type Hello,
  type StyleVariables,
} from '../../src/wire/bridge-protocol.js';
import { type Changes, followChanges } from '../symphony/follow-changes.js';
import './frame.css';

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

const { port1: port, port2 } = new MessageChannel();
const waiting = new Map<number, Waiting>();
const heard = new Map<number, (message: PageMessage) => void>();
const themeListeners = new Set<(theme: FrameInit['theme']) => void>();
let nextId = 1;
let start: (init: FrameStart) => void = () => undefined;
const ready = new Promise<FrameStart>((resolve) => (start = resolve));

function messageOf(subject: string, data: Uint8Array): PageMessage {
  const string = (): string => new TextDecoder().decode(data);
  return { subject, data, string, json: () => JSON.parse(string()) };
}

function paint(theme: FrameInit['theme'], variables: StyleVariables): void {
  const root = document.documentElement;
  root.style.colorScheme = theme;
  root.dataset['theme'] = theme;
  for (const [name, value] of Object.entries(variables)) root.style.setProperty(name, value);
}

function receive(push: BridgePush): void {
  switch (push.push) {
    case 'init':
      paint(push.init.theme, push.init.variables);
      start(push.init);
      return;
    case 'theme':
      paint(push.theme, push.variables);
      for (const listener of themeListeners) listener(push.theme);
      return;
    case 'message':
      heard.get(push.sub)?.(messageOf(push.subject, push.data));
  }
}

port.addEventListener('message', ({ data }: MessageEvent<BridgeReply | BridgePush>) => {
  if ('push' in data) {
    receive(data);
    return;
  }
  const call = waiting.get(data.id);
  waiting.delete(data.id);
  if ('error' in data) call?.reject(Object.assign(new Error(data.error.message), data.error));
  else call?.resolve(data.result);
});
port.start();

function call<T>(method: BridgeMethod, ...params: readonly unknown[]): Promise<T> {
  const id = nextId++;
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve: resolve as Waiting['resolve'], reject });
    port.postMessage({ id, method, params } satisfies BridgeCall);
  });
}

function bytesOf(payload: unknown): Uint8Array {
  if (payload instanceof Uint8Array) return payload;
  const text = typeof payload === 'string' ? payload : payload === undefined ? '' : JSON.stringify(payload);
  return new TextEncoder().encode(text);
}

/** Whether the page around the frame, or the platform, refused the call for good. */
const isRefusal = (error: unknown): boolean => {
  const code: unknown = Reflect.get(Object(error), 'code');
  return typeof code === 'number' && code < 500 && code !== 429;
};

const symphony: SymphonyFrame = {
  ready,
  async request(subject: string, payload?: unknown, options?: RequestOptions) {
    const reply = await call<{ subject: string; data: Uint8Array }>('request', subject, bytesOf(payload), options);
    return messageOf(reply.subject, reply.data);
  },
  publish: (subject, payload) => call('publish', subject, bytesOf(payload)),
  subscribe(subject, listener) {
    const id = nextId++;
    heard.set(id, listener);
    // A refusal appears in the console of the frame as an uncaught error.
    void call('subscribe', id, subject);
    return {
      unsubscribe() {
        heard.delete(id);
        void call('unsubscribe', id);
      },
    };
  },
  kv: (bucket) => ({
    get: (key) => call('kv', 'get', bucket, key),
    put: (key, value, options) => call('kv', 'put', bucket, key, value, options),
    delete: (key, options) => call('kv', 'delete', bucket, key, options),
    keys: (filter) => call('kv', 'keys', bucket, filter),
    history: (key) => call('kv', 'history', bucket, key),
    watch: <T>(filter?: string, { signal }: { readonly signal?: AbortSignal } = {}) =>
      followChanges(
        (after) => call<Changes>('kv', 'changes', bucket, filter, after),
        isRefusal,
        signal,
      ) as AsyncIterable<PageChange<T>>,
  }),
  fetch: (path, init) => call('fetch', path, init),
  navigate: (path) => void call('navigate', path),
  setTitle: (breadcrumbs) => void call('setTitle', breadcrumbs),
  onTheme(listener) {
    themeListeners.add(listener);
    return () => themeListeners.delete(listener);
  },
};
Object.defineProperty(globalThis, 'symphony', { value: Object.freeze(symphony), enumerable: true });
globalThis.parent.postMessage({ symphony: 'hello', version: BRIDGE_VERSION } satisfies Hello, '*', [port2]);

addEventListener('DOMContentLoaded', () => {
  let last = -1;
  new ResizeObserver(() => {
    const height = Math.ceil(document.documentElement.getBoundingClientRect().height);
    if (height === last) return;
    last = height;
    void call('size', height);
  }).observe(document.documentElement);
});
