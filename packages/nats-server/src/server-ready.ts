import { readdir, readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const POLL_INTERVAL_MS = 10;

/** The addresses at which a server listens, as it reports them. */
export interface ServerEndpoints {
  readonly nats: readonly string[];
  readonly monitoring?: readonly string[];
  readonly websocket?: readonly string[];
  readonly cluster?: readonly string[];
}

/** The parts of the server's greeting that matter here. */
export interface ServerGreeting {
  readonly version: string;
  readonly serverName: string;
  readonly jetstream: boolean;
}

/**
 * Waits until the server has written the file with its ports. The server writes it when all its listeners are up, and JetStream
 * is ready before them. Only the file or the signal ends this.
 */
export async function waitForEndpoints(folder: string, pid: number, signal: AbortSignal): Promise<ServerEndpoints> {
  for (;;) {
    const endpoints = await readEndpoints(folder, pid);
    if (endpoints) return endpoints;
    await sleep(POLL_INTERVAL_MS, undefined, { signal });
  }
}

async function readEndpoints(folder: string, pid: number): Promise<ServerEndpoints | undefined> {
  // The file is named after the executable, which can have any name.
  const name = (await readdir(folder)).find((file) => file.endsWith(`_${pid}.ports`));
  if (name === undefined) return undefined;
  const text = await readFile(join(folder, name), 'utf8');
  try {
    return JSON.parse(text) as ServerEndpoints;
  } catch {
    return undefined; // Half written: the server does not write it in one step.
  }
}

/** Connects and reads the line every server greets with. */
export function readGreeting(host: string, port: number, signal: AbortSignal): Promise<ServerGreeting> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, signal });
    let received = '';
    socket.setEncoding('utf8');
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('the server closed the connection without a greeting')));
    socket.on('data', (chunk: string) => {
      received += chunk;
      const info = /^INFO (.*)\r\n/.exec(received)?.[1];
      if (info === undefined) return;
      resolve(parseGreeting(info));
      socket.destroy();
    });
  });
}

function parseGreeting(info: string): ServerGreeting {
  const parsed = JSON.parse(info) as { version: string; server_name: string; jetstream?: boolean };
  return { version: parsed.version, serverName: parsed.server_name, jetstream: parsed.jetstream ?? false };
}
