import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';

/**
 * Different ports without a listener at this moment. Another process may take one before it is used, so the caller must be able
 * to ask again. If the server can choose its own port, that is better.
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
