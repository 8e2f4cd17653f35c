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

/** Certificates as PEM text, or as files. nats.js reads the files each time it dials, so that they can be replaced. */
export interface TlsSource extends TlsMaterial {
  readonly caFile?: string;
  readonly certFile?: string;
  readonly keyFile?: string;
}

export interface NatsOptionsInput {
  readonly servers: readonly string[];
  readonly authenticator: Authenticator | undefined;
  readonly instanceId: string;
  /** Shown in the server's list of connections. */
  readonly name: string;
  readonly delay: ReconnectDelay;
  readonly connectTimeoutMs: number;
  /** Certificates and the order of the handshake, where the server wants more than Node knows. */
  readonly tls?: TlsSource & { readonly handshakeFirst?: boolean };
  /** Whether servers that the cluster announces may be used: not behind a tunnel, where only the given host is reached. */
  readonly followsCluster: boolean;
}

/** The options every connection of ours has. */
export function buildNatsOptions(input: NatsOptionsInput): NodeConnectionOptions {
  return {
    servers: [...input.servers],
    ...withoutUndefined({ authenticator: input.authenticator }),
    ...(input.tls || input.servers.some((server) => server.startsWith('tls://')) ? { tls: { ...input.tls } } : {}),
    name: input.name,
    // An inbox of its own: neighbours in the account cannot listen to its replies.
    inboxPrefix: `_INBOX.${input.instanceId}`,
    timeout: input.connectTimeoutMs,
    maxReconnectAttempts: -1,
    ...input.delay.options,
    ...livePings,
    ignoreClusterUpdates: !input.followsCluster,
    // Two refusals in a row would end it, but the next attempt may carry new credentials.
    ignoreAuthErrorAbort: true,
    // Keeping a stack trace for each request doubles what a request costs.
    noAsyncTraces: true,
  };
}
