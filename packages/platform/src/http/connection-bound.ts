import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Server as TlsServer } from 'node:tls';

/** How many connections a server holds. */
export interface ConnectionLimits {
  readonly total: number;
  /** From one address. A reverse proxy in front of a platform is one address, too. */
  readonly perAddress: number;
}

/** The connections of a server, as it needs them when it leaves. */
export interface HeldConnections {
  /**
   * Ends the connections that have been without a request for at least `restMs`. Data that was written to them is still sent.
   */
  endResting(restMs: number): void;
  /** Cuts off all of them; returns how many there were. */
  endAll(): number;
}

interface Held {
  readonly address: string;
  /** Requests under way. */
  busy: number;
  /** When it was last busy, or connected; by the monotonic clock. */
  restsSince: number;
  /** When it took its place in the order. */
  movedAt: number;
}

/** A busy connection is moved in the order only this often. */
const ORDER_MS = 1_000;

/**
 * Limits the connections of a server, in all and from one address. If there is one too many, the connection that has been
 * without a request for the longest time ends, so that idle connections keep nobody out. If all have running requests, the new
 * one is closed.
 */
export function boundConnections(server: Server, { total, perAddress }: ConnectionLimits): HeldConnections {
  /** In the order of their last request, to within `ORDER_MS`. */
  const held = new Map<Socket, Held>();
  const counts = new Map<string, number>();

  const forget = (socket: Socket): void => {
    const connection = held.get(socket);
    if (!connection || !held.delete(socket)) return;
    const left = (counts.get(connection.address) ?? 1) - 1;
    if (left > 0) counts.set(connection.address, left);
    else counts.delete(connection.address);
  };
  const endIdle = (address: string | undefined): boolean => {
    for (const [socket, connection] of held) {
      if (connection.busy > 0 || (address !== undefined && connection.address !== address)) continue;
      forget(socket);
      socket.destroy();
      return true;
    }
    return false;
  };

  const track = (socket: Socket): void => {
    const address = socket.remoteAddress ?? '';
    const isFull = held.size >= total || (counts.get(address) ?? 0) >= perAddress;
    if (isFull && !endIdle(held.size >= total ? undefined : address)) return void socket.destroy();
    held.set(socket, { address, busy: 0, restsSince: performance.now(), movedAt: Number.NEGATIVE_INFINITY });
    counts.set(address, (counts.get(address) ?? 0) + 1);
    socket.once('close', () => forget(socket));
  };
  /** One function for all responses: this comes with every request. */
  function rest(this: ServerResponse): void {
    const connection = held.get(this.req.socket);
    if (!connection) return;
    connection.busy -= 1;
    connection.restsSince = performance.now();
    if (connection.restsSince - connection.movedAt < ORDER_MS) return;
    connection.movedAt = connection.restsSince;
    // It goes behind all others, because its request is the latest.
    if (held.delete(this.req.socket)) held.set(this.req.socket, connection);
  }
  const serve = ({ socket }: IncomingMessage, response: ServerResponse): void => {
    const connection = held.get(socket);
    if (!connection) return;
    connection.busy += 1;
    response.on('close', rest);
  };

  // Over TLS the connection is known by its encrypted socket, once the handshake is done.
  server.on(server instanceof TlsServer ? 'secureConnection' : 'connection', track);
  server.on('request', serve);
  return {
    endResting: (restMs) => {
      for (const [socket, { busy, restsSince }] of held) {
        if (busy === 0 && performance.now() - restsSince >= restMs) socket.destroySoon();
      }
    },
    endAll: () => {
      const all = [...held.keys()];
      for (const socket of all) socket.destroy();
      return all.length;
    },
  };
}
