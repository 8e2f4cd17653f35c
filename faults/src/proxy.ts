import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A link to a server of this machine that can be made as bad as links are. */
export interface Proxy extends AsyncDisposable {
  readonly url: string;
  /** What is there now passes nothing more in either direction, and stays open; new connections are as good as before. */
  halfOpen(): void;
  /** Everything takes so much longer from now on, in each direction. */
  delay(ms: number): void;
  /** Resets all connections. */
  reset(): void;
  /** Nothing passes any more, on new connections either, and all of them stay open. */
  cut(): void;
  /** Ends that. What was open is reset, since a part of it is lost. */
  heal(): void;
}

/** Starts a proxy before a port of this machine, which is asked for at each connection. */
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
    // Timers of the same length end in the order in which they began.
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
