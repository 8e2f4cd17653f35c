import type { PageBucket } from './bucket.js';
import type { PageMessage, RequestOptions } from './connection.js';
import type { Breadcrumbs, PageTheme, PageUser } from './symphony-page.js';

/** What a frame is told when it has reached the page around it. @inferred */
export interface FrameStart {
  /** The colours in use. */
  readonly theme: PageTheme['mode'];
  /** The person who looks at the page. */
  readonly user: PageUser;
  /** The extension that the frame belongs to, and the resource it shows. */
  readonly extension: { readonly prefix: string; readonly uri: string };
  /** Path of the page that the frame is in. */
  readonly path: string;
}

/** `window.symphony` in a frame of type `text/html+symphony`. @documented that a bridge exists; shape @inferred */
export interface SymphonyFrame {
  /** Resolves once the page around the frame answers. */
  readonly ready: Promise<FrameStart>;
  /** Asks a subject that the extension declared and the person may use; resolves with the reply. */
  request(subject: string, payload?: unknown, options?: RequestOptions): Promise<PageMessage>;
  /** Publishes on a subject that the extension declared and the person may use. */
  publish(subject: string, payload?: unknown): Promise<void>;
  /** Calls `listener` for each message on a subject, until `unsubscribe()`. */
  subscribe(subject: string, listener: (message: PageMessage) => void): { unsubscribe(): void };
  /** A bucket of the frame's own extension. */
  kv(bucket: string): PageBucket;
  /** An HTTP operation of the frame's own extension; `path` is as its OpenAPI document has it. */
  fetch(path: string, init?: FrameRequest): Promise<FrameResponse>;
  /** Leads the whole shell to another path. */
  navigate(path: string): void;
  /** Sets the title and the breadcrumbs of the page around the frame. */
  setTitle(breadcrumbs: Breadcrumbs): void;
  /** Calls `listener` at each change of the colours; returns what ends it. */
  onTheme(listener: (mode: PageTheme['mode']) => void): () => void;
}

/** @inferred */
export interface FrameRequest {
  /** HTTP method. Default `GET`. */
  readonly method?: string;
  /** Request headers. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Request body. */
  readonly body?: string;
}

/** @inferred */
export interface FrameResponse {
  /** HTTP status. */
  readonly status: number;
  /** Response headers, in order. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Response body as text. */
  readonly body: string;
}
