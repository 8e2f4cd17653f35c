import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';

/**
 * Ports nobody listened on a moment ago, all different. Another process may take one before it is used, so the user
 * must be ready to ask again; where the server can pick its own port, that is better.
 */
export async function findFreePorts(host: string, count: number): Promise<readonly number[]> {
  const sockets = Array.from({ length: count }, () => createServer());
  try {
    return await Promise.all(
      sockets.map(async (socket) => {
        socket.listen(0, host);
        await once(socket, 'listening');
        // A socket that listens on TCP has an address object.
        return (socket.address() as AddressInfo).port;
      }),
    );
  } finally {
    await Promise.all(sockets.map((socket) => new Promise((closed) => socket.close(closed))));
  }
}
