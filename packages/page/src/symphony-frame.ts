import type { PageBucket } from './bucket.js';
import type { PageMessage, RequestOptions } from './connection.js';
import type { Breadcrumbs, PageTheme, PageUser } from './symphony-page.js';

/** What a frame is told when it has reached the page around it. @inferred */
export interface FrameStart {
  readonly theme: PageTheme['mode'];
  readonly user: PageUser;
  readonly extension: { readonly prefix: string; readonly uri: string };
  /** Path of the page that the frame is in. */
  readonly path: string;
}

/** `window.symphony` in a frame of type `text/html+symphony`. @documented that a bridge exists; shape @inferred */
export interface SymphonyFrame {
  /** Resolves once the page around the frame answers. */
  readonly ready: Promise<FrameStart>;
  request(subject: string, payload?: unknown, options?: RequestOptions): Promise<PageMessage>;
  publish(subject: string, payload?: unknown): Promise<void>;
  subscribe(subject: string, listener: (message: PageMessage) => void): { unsubscribe(): void };
  kv(bucket: string): PageBucket;
  /** An HTTP operation of the frame's own extension; `path` is as its OpenAPI document has it. */
  fetch(path: string, init?: FrameRequest): Promise<FrameResponse>;
  navigate(path: string): void;
  setTitle(breadcrumbs: Breadcrumbs): void;
  /** Calls `listener` at each change of the colours; returns what ends it. */
  onTheme(listener: (mode: PageTheme['mode']) => void): () => void;
}

/** @inferred */
export interface FrameRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** @inferred */
export interface FrameResponse {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}
