import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A link to a server of this machine. A scenario can disturb it. */
export interface Proxy extends AsyncDisposable {
  readonly url: string;
  /** The existing connections stay open, but pass nothing more in either direction. New connections work as before. */
  halfOpen(): void;
  /** From now on, all data takes this much longer in each direction. */
  delay(ms: number): void;
  /** Resets all connections. */
  reset(): void;
  /** Nothing passes any more, also on new connections, and all connections stay open. */
  cut(): void;
  /** Ends a cut. Connections from before are reset, because some of their data is lost. */
  heal(): void;
}

/** Starts a proxy in front of a port of this machine. It calls `target` for the port of each connection. */
export async function startProxy(target: () => number): Promise<Proxy> {
  const sockets = new Set<Socket>();
  let dead = new WeakSet<Socket>();
  let delayMs = 0;
  let isCut = false;
  const pass = (from: Socket, to: Socket): void => {
    sockets.add(from);
    const send = (chunk: Buffer): void => {
      if (!isCut && !dead.has(from) && to.writable) to.write(chunk);
    };
    // Timers with the same delay fire in the order of their start, so the data keeps its order.
    from.on('data', (chunk: Buffer) => (delayMs === 0 ? send(chunk) : setTimeout(send, delayMs, chunk)));
    from.on('error', () => undefined);
    from.on('close', () => {
      sockets.delete(from);
      if (!isCut && !dead.has(from)) to.destroy();
    });
  };
  const server = createServer((client) => {
    const upstream = connect(target(), '127.0.0.1');
    pass(client, upstream);
    pass(upstream, client);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const reset = (): void => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  return {
    url: `nats://127.0.0.1:${port}`,
    halfOpen: () => {
      dead = new WeakSet(sockets);
    },
    delay: (ms) => {
      delayMs = ms;
    },
    reset,
    cut: () => {
      isCut = true;
    },
    heal: () => {
      isCut = false;
      reset();
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
