import type { PageBucket } from './bucket.js';
import type { PageMessage, RequestOptions } from './connection.js';
import type { Breadcrumbs, PageTheme, PageUser } from './symphony-page.js';

/** The data that a frame receives from the page around it at its start. @inferred */
export interface FrameStart {
  /** The colours in use. */
  readonly theme: PageTheme['mode'];
  /** The person who looks at the page. */
  readonly user: PageUser;
  /** The extension of the frame, and the resource that the frame shows. */
  readonly extension: { readonly prefix: string; readonly uri: string };
  /** Path of the page around the frame. */
  readonly path: string;
}

/** `window.symphony` in a frame of type `text/html+symphony`. @documented that a bridge exists; shape @inferred */
export interface SymphonyFrame {
  /** Resolves when the page around the frame answers. */
  readonly ready: Promise<FrameStart>;
  /** Sends a request to a subject that the extension declares and the person may use. Resolves to the reply. */
  request(subject: string, payload?: unknown, options?: RequestOptions): Promise<PageMessage>;
  /** Publishes to a subject that the extension declares and the person may use. */
  publish(subject: string, payload?: unknown): Promise<void>;
  /** Calls `listener` for each message on a subject, until `unsubscribe()`. */
  subscribe(subject: string, listener: (message: PageMessage) => void): { unsubscribe(): void };
  /** Opens a bucket of the frame's own extension. */
  kv(bucket: string): PageBucket;
  /** Calls an HTTP operation of the frame's own extension. `path` is the path in its OpenAPI document. */
  fetch(path: string, init?: FrameRequest): Promise<FrameResponse>;
  /** Opens another path in the whole shell. */
  navigate(path: string): void;
  /** Sets the title and the breadcrumbs of the page around the frame. */
  setTitle(breadcrumbs: Breadcrumbs): void;
  /** Calls `listener` at each change of the colours. Returns a function that removes the listener. */
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
