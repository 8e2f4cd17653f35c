/** The messages between `dev` and the application, which runs in a process of its own. */
export type FromApplication = KeyRequest | LiveNote;
export type ToApplication = KeyReply | StopRequest;

/** The request of the application to its parent, once its module has been loaded. */
export interface KeyRequest {
  readonly kind: 'keys';
  readonly extensions: readonly { readonly prefix: string; readonly name: string }[];
}

/** The parent's answer. */
export interface KeyReply {
  readonly kind: 'keys';
  /** Tokens by prefix. */
  readonly tokens: Readonly<Record<string, string>>;
  readonly address: string;
}

/** Sent when everything runs. */
export interface LiveNote {
  readonly kind: 'live';
  readonly extensions: readonly LiveExtension[];
}

export interface LiveExtension {
  readonly prefix: string;
  readonly instanceId: string;
  /** An endpoint to try, if there is one. If it checks its input, there is also a value to send. */
  readonly endpoint?: { readonly name: string; readonly sample?: unknown };
  /** An operation to try over HTTP, if there is one. If it takes a body, there is also a body. */
  readonly operation?: { readonly method: string; readonly path: string; readonly sample?: unknown };
}

/** Asks the application to drain and to end. */
export interface StopRequest {
  readonly kind: 'stop';
}
