import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Asked } from './service-process.js';

/** Another framework for services on NATS, with the same handler over its own transport. */
export interface Peer {
  readonly name: string;
  /** A file of `peersFolder`; its last argument is the URL of the server. */
  readonly program: string;
  readonly asked: Asked;
}

export const peersFolder = fileURLToPath(new URL('./peers', import.meta.url));

/** Installs the frameworks from their own lock file, because nothing else in this repository needs them. */
export function installPeers(): void {
  const args = ['ci', '--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  execFileSync('npm', args, { cwd: peersFolder, stdio: ['ignore', 2, 2] });
}

/** The frameworks. Each is asked for the same sum in its own protocol. */
export function peersFor(request: string): Readonly<Record<'nest' | 'moleculer', Peer>> {
  const params: unknown = JSON.parse(request);
  const toNode = { ver: '4', sender: 'driver', id: '1', requestID: '1', parentID: null, level: 1 };
  const action = { action: 'peers.add', params, meta: {}, timeout: 0, tracing: false, stream: false };
  return {
    nest: {
      name: 'NestJS 12 @MessagePattern',
      program: 'nest.mjs',
      asked: { subject: 'peers.nest', payload: JSON.stringify({ pattern: 'peers.nest', data: params, id: '1' }) },
    },
    moleculer: {
      name: 'Moleculer 0.14 action',
      program: 'moleculer.mjs',
      asked: {
        subject: 'MOL.REQ.peer',
        payload: JSON.stringify({ ...toNode, ...action }),
        answers: 'MOL.RES.driver',
      },
    },
  };
}
