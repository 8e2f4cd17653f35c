import { type AddressInfo, createServer, type Server } from 'node:net';

/** A program that listens on a port and never answers. */
export class Listener implements AsyncDisposable {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** 0 selects a free port. */
  static async start(port = 0): Promise<Listener> {
    const server = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(port, '127.0.0.1', resolve);
    });
    return new Listener(server);
  }

  get port(): number {
    // This type is true: a server on TCP has such an address.
    return (this.#server.address() as AddressInfo).port;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
