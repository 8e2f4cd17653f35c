import { Socket } from 'node:net';
import { workerData } from 'node:worker_threads';

new Socket({ fd: Number(workerData), readable: true, writable: false })
  .on('error', () => undefined) // the event `close` follows
  .on('close', () => process.kill(process.pid, 'SIGKILL'))
  .resume();
