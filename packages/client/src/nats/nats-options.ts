import type { Authenticator } from '@nats-io/nats-core';
import type { NodeConnectionOptions } from '@nats-io/transport-node';
import { withoutUndefined } from '@symphony-ts/contract';
import { livePings, type ReconnectDelay } from '@symphony-ts/storage/internal';

/** Certificates as PEM text. */
export interface TlsMaterial {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

/** Certificates as PEM text, or as files. nats.js reads the files at each connect, so they can be replaced. */
export interface TlsSource extends TlsMaterial {
  readonly caFile?: string;
  readonly certFile?: string;
  readonly keyFile?: string;
}

export interface NatsOptionsInput {
  readonly servers: readonly string[];
  readonly authenticator: Authenticator | undefined;
  readonly instanceId: string;
  /** The name in the server's list of connections. */
  readonly name: string;
  readonly delay: ReconnectDelay;
  readonly connectTimeoutMs: number;
  /** Certificates and the order of the handshake, if the server needs more than Node's defaults. */
  readonly tls?: TlsSource & { readonly handshakeFirst?: boolean };
  /** Whether to use the servers that the cluster announces. Behind a tunnel, only the given host is reachable. */
  readonly followsCluster: boolean;
}

/** The options of all our connections. */
export function buildNatsOptions(input: NatsOptionsInput): NodeConnectionOptions {
  return {
    servers: [...input.servers],
    ...withoutUndefined({ authenticator: input.authenticator }),
    ...(input.tls || input.servers.some((server) => server.startsWith('tls://')) ? { tls: { ...input.tls } } : {}),
    name: input.name,
    // With its own inbox prefix, others in the account cannot receive its replies.
    inboxPrefix: `_INBOX.${input.instanceId}`,
    timeout: input.connectTimeoutMs,
    maxReconnectAttempts: -1,
    ...input.delay.options,
    ...livePings,
    ignoreClusterUpdates: !input.followsCluster,
    // By default, two refusals in a row end a connection. But the next attempt may have new credentials.
    ignoreAuthErrorAbort: true,
    // A stack trace for each request would double the cost of a request.
    noAsyncTraces: true,
  };
}
