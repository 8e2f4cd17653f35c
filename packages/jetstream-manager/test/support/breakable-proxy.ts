import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A proxy to a server. It can cut the connections. */
export interface BreakableProxy {
  /** The URL that clients connect to. */
  readonly url: string;
  /**
   * Cuts all connections after so many more bytes in both directions together. It accepts new connections at once, unless
   * `forGood` is set.
   */
  cutAfter(bytes: number, options?: { readonly forGood?: boolean }): void;
  /** Stops cutting, and accepts new connections. */
  heal(): void;
  stop(): Promise<void>;
}

/** Starts a proxy between clients and the server at `target`. */
export async function startBreakableProxy(target: string): Promise<BreakableProxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let left = Number.POSITIVE_INFINITY;
  let isForGood = false;
  let isCut = false;
  const cutAll = () => {
    left = Number.POSITIVE_INFINITY;
    isCut = isForGood;
    for (const socket of sockets) socket.destroy();
  };
  const pass = (from: Socket, to: Socket) => {
    sockets.add(from);
    from.on('data', (data) => {
      left -= data.length;
      if (left <= 0) return cutAll();
      if (to.write(data)) return;
      from.pause();
      to.once('drain', () => from.resume());
    });
    // When one end closes for any reason, the other end is closed as well.
    from.on('error', () => undefined);
    from.on('close', () => {
      sockets.delete(from);
      to.destroy();
    });
  };
  const server = createServer((client) => {
    if (isCut) return void client.destroy();
    const upstream = connect(Number(port), hostname);
    pass(client, upstream);
    pass(upstream, client);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `nats://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cutAfter: (bytes, { forGood = false } = {}) => {
      left = bytes;
      isForGood = forGood;
    },
    heal: () => {
      left = Number.POSITIVE_INFINITY;
      isCut = false;
    },
    stop: () => {
      cutAll();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
