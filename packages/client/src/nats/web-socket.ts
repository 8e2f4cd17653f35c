import { type NatsConnection, type WsConnectionOptions, type WsSocketFactory, wsconnect } from '@nats-io/nats-core';
import { NatsConnectionImpl, ProtocolHandler } from '@nats-io/nats-core/internal';
import { connect, type NodeConnectionOptions } from '@nats-io/transport-node';
import type { TlsMaterial } from './nats-options.js';

/*
 * nats.js has one transport for the whole process: the last `connect` or `wsconnect` decides how *every* connection reconnects. So
 * WebSockets are only selected while a WebSocket is opened. At all other times, sockets are selected.
 */

/** Options that are refused before a connection is opened, but after the transport was selected. */
const refusedOptions = { servers: ['127.0.0.1'], port: 1 };
const chooseWebSockets = (): void => void wsconnect(refusedOptions).catch(() => undefined);
const chooseSockets = (): void => void connect(refusedOptions).catch(() => undefined);

/**
 * Opens a NATS connection over a WebSocket. It also reconnects over WebSockets, whatever other connections the process has.
 * Rejects with the error of the underlying socket, which says more than the error of the WebSocket. Certificates are read for
 * each attempt.
 */
export async function connectWebSocket(
  options: NodeConnectionOptions,
  readTls: () => Promise<TlsMaterial>,
): Promise<NatsConnection> {
  const { tls: _sockets, ...shared } = options;
  const dialler = new Dialler(readTls);
  const own: WsConnectionOptions = {
    ...shared,
    resolve: false,
    ignoreClusterUpdates: true,
    wsFactory: (url) => dialler.dial(url),
  };
  // The constructor is private. Its static `connect` does the same as the following lines, but cannot wrap `dial`.
  const nc = Reflect.construct(NatsConnectionImpl, [own]) as NatsConnectionImpl;
  const protocol = new ProtocolHandler(nc.options, nc);
  const dial = protocol.dial.bind(protocol);
  protocol.dial = (server) => {
    chooseWebSockets();
    try {
      // Creates its transport before its first wait.
      return dial(server);
    } finally {
      chooseSockets();
    }
  };
  nc.protocol = protocol;
  try {
    await protocol.dialLoop();
  } catch (error) {
    throw dialler.failure ?? error;
  }
  // The server's `info` has arrived by now.
  return nc as NatsConnection;
}

/** Opens WebSockets. Node 20 has no client for them, and the one of later versions accepts no certificates. */
class Dialler {
  readonly #readTls: () => Promise<TlsMaterial>;
  /** Why the underlying socket could not be opened. */
  failure: Error | undefined;

  constructor(readTls: () => Promise<TlsMaterial>) {
    this.#readTls = readTls;
  }

  async dial(url: string): ReturnType<WsSocketFactory> {
    this.failure = undefined;
    const { Agent, buildConnector, ErrorEvent, WebSocket } = await import('undici');
    const { ca, cert, key } = await this.#readTls();
    const connect = buildConnector({ ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) });
    const dispatcher = new Agent({
      connect: (options, done) =>
        connect(options, (...result) => {
          this.failure = result[0] ?? undefined;
          done(...result);
        }),
    });
    // This type is true: it describes the same standard as the global type.
    const socket = new WebSocket(url, { dispatcher }) as unknown as globalThis.WebSocket;
    // If an address is refused at once, nobody listens for the error yet, and nats.js would wait forever.
    setImmediate(() => {
      if (socket.readyState !== CLOSED) return;
      const event = new ErrorEvent('error', { message: 'the address is refused; WebSockets may not use this port' });
      socket.dispatchEvent(event);
    });
    return { socket, encrypted: url.startsWith('wss://') };
  }
}

const CLOSED = 3;
