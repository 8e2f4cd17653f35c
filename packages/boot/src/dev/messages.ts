/** What `dev` and the application, which runs in a process of its own, say to each other. */
export type FromApplication = KeyRequest | LiveNote;
export type ToApplication = KeyReply | StopRequest;

/** What the application asks its parent for, once its module has been read. */
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

/** Sent once everything is live. */
export interface LiveNote {
  readonly kind: 'live';
  readonly extensions: readonly LiveExtension[];
}

export interface LiveExtension {
  readonly prefix: string;
  readonly instanceId: string;
  /** An endpoint to try, where there is one; with a value to send where it checks what it is sent. */
  readonly endpoint?: { readonly name: string; readonly sample?: unknown };
  /** An operation to try over HTTP, where there is one; with a body where it takes one. */
  readonly operation?: { readonly method: string; readonly path: string; readonly sample?: unknown };
}

/** Asks the application to drain and to end. */
export interface StopRequest {
  readonly kind: 'stop';
}
