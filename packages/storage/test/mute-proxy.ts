import { connect, createServer, type Socket } from 'node:net';

/** A proxy in front of a server. It can drop the data of one side. */
export interface MuteProxy extends AsyncDisposable {
  readonly port: number;
  /** Drops all data of that side from now on, until `undefined`. Call it while no data of that side is on its way. */
  mute(side: 'client' | 'server' | undefined): void;
  /** Breaks every connection. */
  cut(): void;
  /** How often data was dropped. */
  readonly dropped: number;
}

/** Starts a proxy in front of `127.0.0.1:target`. */
export async function startMuteProxy(target: number): Promise<MuteProxy> {
  let muted: 'client' | 'server' | undefined;
  let dropped = 0;
  const sockets = new Set<Socket>();
  const pass = (from: Socket, to: Socket, side: 'client' | 'server'): void => {
    sockets.add(from);
    from.on('data', (chunk) => {
      if (muted === side) dropped += 1;
      else to.write(chunk);
    });
    from.on('error', () => to.destroy());
    from.on('close', () => {
      sockets.delete(from);
      to.destroy();
    });
  };
  const server = createServer((client) => {
    const upstream = connect(target, '127.0.0.1');
    pass(client, upstream, 'client');
    pass(upstream, client, 'server');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  return {
    port: address.port,
    mute: (side) => {
      muted = side;
    },
    cut: () => {
      for (const socket of sockets) socket.destroy();
    },
    get dropped() {
      return dropped;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
