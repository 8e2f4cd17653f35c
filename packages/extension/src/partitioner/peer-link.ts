import type { Msg, NatsConnection } from '@nats-io/nats-core';
import type { SymphonyClient, SymphonyConnection } from '@symphony-ts/client';
import { decodeJson, instanceSubject, isSymphonyError, PEER_HANDLER, PeerMessage } from '@symphony-ts/contract';

/**
 * `here`: it counts the sender now. `leaving`: it has released its keys. `missing`: the server knows no subscriber. `silent`:
 * no answer and no report of the server. A process with the same API key may also answer `acting` or `waiting`.
 */
export type PeerAnswer = 'here' | 'leaving' | 'acting' | 'waiting' | 'missing' | 'silent';

/** How instances of one extension speak to each other, and to the server. */
export interface PeerLink {
  say(instanceId: string, message: PeerMessage): Promise<PeerAnswer>;
  /** Resolves after a round trip to the server. Rejects if the connection was lost. */
  confirm(): Promise<unknown>;
  /** Calls `listener` when the connection is lost, and when it is back. Returns the function that ends this. */
  onConnection(listener: (isConnected: boolean) => void): () => void;
}

/** How long to wait for an instance that is busy. For a dead instance, the server answers at once. */
const ANSWER_MS = 1_000;

export interface PeerLinkOptions {
  readonly prefix: string;
  readonly connection: SymphonyConnection;
  readonly client: SymphonyClient;
}

/** Peers over NATS, on the subjects of their instances. */
export const natsPeers = ({ prefix, connection, client }: PeerLinkOptions): PeerLink => ({
  async say(instanceId, message) {
    const subject = instanceSubject(prefix, instanceId, PEER_HANDLER);
    try {
      const reply = await client.request(subject, message, { timeoutMs: ANSWER_MS });
      if (typeof reply !== 'object' || reply === null) return 'here';
      return (['leaving', 'acting', 'waiting'] as const).find((word) => word in reply) ?? 'here';
    } catch (error) {
      // An instance of another SDK runs, and has no such handler.
      if (isSymphonyError(error, 'REMOTE_ERROR')) return 'here';
      return isSymphonyError(error, 'NO_RESPONDERS') ? 'missing' : 'silent';
    }
  },
  confirm: () => roundTrip(connection.nc),
  onConnection: (listener) =>
    connection.onStatus(({ kind }) => {
      if (kind === 'reconnected') listener(true);
      if (kind === 'disconnected' || kind === 'closed') listener(false);
    }),
});

const roundTrip = (nc: NatsConnection): Promise<unknown> => nc.flush();

/**
 * The message of a peer, or `undefined` if it is not one. A peer asks from its own inbox. The reply subject of a message that
 * came through an import is different, so nobody outside the extension can pretend to be an instance.
 */
export function readPeerMessage({ data, reply }: Pick<Msg, 'data' | 'reply'>): PeerMessage | undefined {
  const parsed = PeerMessage.safeParse(data.length === 0 ? undefined : decodeJson(data));
  if (!parsed.success || !reply?.startsWith(`_INBOX.${parsed.data.from}.`)) return undefined;
  return parsed.data;
}
