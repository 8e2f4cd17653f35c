import type { MsgHdrs, NatsConnection } from '@nats-io/nats-core';
import { SymphonyError } from '@symphony-ts/contract';

/** The number of bytes that headers take in a message. They count towards the server's limits. */
export function headerBytes(headers: MsgHdrs | undefined): number {
  if (!headers) return 0;
  let bytes = 'NATS/1.0\r\n\r\n'.length;
  for (const name of headers.keys()) {
    for (const value of headers.values(name)) bytes += Buffer.byteLength(`${name}: ${value}\r\n`);
  }
  return bytes;
}

/** @throws `PAYLOAD_TOO_LARGE` for more bytes, with the headers, than the server takes in one message */
export function assertSize(nc: NatsConnection, data: Uint8Array, headers?: MsgHdrs): void {
  const maxBytes = nc.info?.max_payload;
  if (maxBytes === undefined || data.length + headerBytes(headers) <= maxBytes) return;
  throw new SymphonyError('PAYLOAD_TOO_LARGE', { bytes: data.length + headerBytes(headers), maxBytes });
}
