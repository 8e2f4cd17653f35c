/**
 * The messages between a frame and the page around it, over a MessagePort. Upstream documents that a bridge exists, but not its
 * form, so every name here is ours. @inferred
 */

/** Sent by the frame to its parent window, once, with the port. Another document in the frame sends it again. */
export interface Hello {
  readonly symphony: 'hello';
  readonly version: typeof BRIDGE_VERSION;
}
export const BRIDGE_VERSION = 1;

/** CSS custom properties by name, such as `--color-text-primary`. */
export type StyleVariables = Readonly<Record<string, string>>;

export interface FrameInit {
  readonly theme: 'light' | 'dark';
  readonly variables: StyleVariables;
  readonly user: {
    readonly id: string;
    readonly name: string;
    readonly email?: string | undefined;
    readonly groups: readonly string[];
  };
  readonly extension: { readonly prefix: string; readonly uri: string };
  readonly path: string;
}

export const bridgeMethods = [
  'request',
  'publish',
  'subscribe',
  'unsubscribe',
  'kv',
  'fetch',
  'navigate',
  'setTitle',
  'size',
] as const;
export type BridgeMethod = (typeof bridgeMethods)[number];

/** From the frame. */
export interface BridgeCall {
  readonly id: number;
  readonly method: BridgeMethod;
  readonly params: readonly unknown[];
}

/** Why a call of a frame failed. */
export interface BridgeFailure {
  readonly name: string;
  readonly message: string;
  readonly code?: number;
  /** Of a request that the connection was lost for: whether it may have been handled. */
  readonly isSent?: boolean;
}

/** To the frame, one for each call. */
export type BridgeReply =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: BridgeFailure };

/** To the frame, at any time. */
export type BridgePush =
  | { readonly push: 'init'; readonly init: FrameInit }
  | { readonly push: 'theme'; readonly theme: FrameInit['theme']; readonly variables: StyleVariables }
  | { readonly push: 'message'; readonly sub: number; readonly subject: string; readonly data: Uint8Array };
