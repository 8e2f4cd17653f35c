import type { PermissionError } from '@symphony-ts/contract';

/** What happens to a connection while it lives. */
export type ConnectionEvent =
  | { readonly kind: 'disconnected'; readonly server: string }
  | { readonly kind: 'reconnected'; readonly server: string }
  | { readonly kind: 'credentials-renewed'; readonly expiresAt: Date | undefined }
  /** A publish or a subscription that the server refused after the call had returned. */
  | { readonly kind: 'permission-denied'; readonly error: PermissionError }
  /** The last event. `error` is why, where it was not `close()` or `drain()`. */
  | { readonly kind: 'closed'; readonly error?: Error };

/** Called for each event of a connection, in order. An error that it throws does not reach the connection. */
export type ConnectionListener = (event: ConnectionEvent) => void;
