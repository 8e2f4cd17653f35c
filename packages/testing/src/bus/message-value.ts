import { type MsgHdrs, headers as natsHeaders } from '@nats-io/nats-core';
import { encodePayload } from '@symphony-ts/client/internal';
import { headers as names } from '@symphony-ts/contract';

/** A value as a message: its bytes, and headers if the bytes alone do not show the type of the value. */
export interface MessageValue {
  readonly data: Uint8Array;
  readonly headers?: MsgHdrs;
}

export function encodeMessage(value: unknown): MessageValue {
  const { data, contentType } = encodePayload(value);
  if (contentType === undefined) return { data };
  const headers = natsHeaders();
  headers.set(names.contentType, contentType);
  return { data, headers };
}

export const contentTypeOf = (headers: MsgHdrs | undefined): string | undefined => headers?.get(names.contentType);
