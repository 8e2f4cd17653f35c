import { type NatsConnection, type WsConnectionOptions, type WsSocketFactory, wsconnect } from '@nats-io/nats-core';
import { NatsConnectionImpl, ProtocolHandler } from '@nats-io/nats-core/internal';
import { connect, type NodeConnectionOptions } from '@nats-io/transport-node';
import type { TlsMaterial } from './nats-options.js';

/*
 * nats.js has one transport for the whole process: the last `connect` or `wsconnect` decides how *every* connection dials when
 * it reconnects. So a WebSocket is chosen for the moment of its own dialling only, and sockets are what others find.
 */

/** Refused before anything is opened, but after the transport was chosen. */
const refusedOptions = { servers: ['127.0.0.1'], port: 1 };
const chooseWebSockets = (): void => void wsconnect(refusedOptions).catch(() => undefined);
const chooseSockets = (): void => void connect(refusedOptions).catch(() => undefined);

/**
 * Opens a NATS connection over a WebSocket; it reconnects over WebSockets, whatever else the process connects. Rejects with
 * the error of the socket below, which says more than that of the WebSocket. Certificates are read for each attempt.
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
  // Its constructor is private; its static `connect` does what follows, without a way to wrap `dial`.
  const nc = Reflect.construct(NatsConnectionImpl, [own]) as NatsConnectionImpl;
  const protocol = new ProtocolHandler(nc.options, nc);
  const dial = protocol.dial.bind(protocol);
  protocol.dial = (server) => {
    chooseWebSockets();
    try {
      // Makes its transport before it waits for anything.
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
  // It has told its `info` by now.
  return nc as NatsConnection;
}

/** Opens WebSockets. Node 20 has none of its own, and those of later versions take no certificates. */
class Dialler {
  readonly #readTls: () => Promise<TlsMaterial>;
  /** Why the socket below could not be opened. */
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
    // The same standard as the global type, declared a second time.
    const socket = new WebSocket(url, { dispatcher }) as unknown as globalThis.WebSocket;
    // An address that is refused at once is told before anybody listens, and nats.js would wait forever.
    setImmediate(() => {
      if (socket.readyState !== CLOSED) return;
      const event = new ErrorEvent('error', { message: 'the address is refused; WebSockets may not use this port' });
      socket.dispatchEvent(event);
    });
    return { socket, encrypted: url.startsWith('wss://') };
  }
}

const CLOSED = 3;
