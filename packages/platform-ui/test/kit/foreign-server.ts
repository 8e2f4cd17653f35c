import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server of somebody else, at another site. It answers every request, and records it. */
export class ForeignServer implements AsyncDisposable {
  readonly asked: string[] = [];
  readonly #server: Server;
  /** Documents by path. */
  readonly #pages: ReadonlyMap<string, string>;

  private constructor(server: Server, pages: ReadonlyMap<string, string>) {
    this.#server = server;
    this.#pages = pages;
    server.on('request', ({ url = '' }, response) => {
      const page = this.#pages.get(url);
      if (page === undefined) this.asked.push(url);
      const type = page === undefined ? (types[/\.\w+$/.exec(url)?.[0] ?? ''] ?? 'text/event-stream') : 'text/html';
      response.writeHead(200, { 'content-type': type, 'access-control-allow-origin': '*' });
      response.end(page ?? bodies[type] ?? '');
    });
    server.on('upgrade', ({ url = '' }, socket) => {
      this.asked.push(url);
      socket.destroy();
    });
  }

  static async start(pages: ReadonlyMap<string, string> = new Map()): Promise<ForeignServer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new ForeignServer(server, pages);
  }

  /** Its host is localhost, so that it is another site than the platform at 127.0.0.1. */
  get origin(): string {
    return `http://localhost:${(this.#server.address() as AddressInfo).port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};
const bodies: Readonly<Record<string, string>> = {
  'text/javascript': 'export {};',
  'image/svg+xml': '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>',
};
