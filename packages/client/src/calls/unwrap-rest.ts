import { RemoteError } from '@symphony-ts/contract';

/**
 * The body of a wrapped reply, as `@Rest` handlers send it. Over NATS, no gateway unwraps it. A status of 400 and above throws
 * `RemoteError`, because over HTTP this reply would be an error as well. Other values stay unchanged.
 */
export function unwrapRest(value: unknown, subject: string): unknown {
  if (typeof value !== 'object' || value === null || !('body' in value)) return value;
  const status = readStatus(value);
  if (status >= 400) {
    throw new RemoteError({ subject, status, description: describe(value.body), details: value.body });
  }
  if ('bodyEncoding' in value && value.bodyEncoding === 'base64' && typeof value.body === 'string') {
    return new Uint8Array(Buffer.from(value.body, 'base64'));
  }
  return value.body;
}

/** Both spellings are in use. */
function readStatus(reply: object): number {
  const status: unknown = Reflect.get(reply, 'statusCode') ?? Reflect.get(reply, 'statuscode');
  return typeof status === 'number' ? status : 200;
}

function describe(body: unknown): string {
  const error: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'error') : body;
  return typeof error === 'string' ? error : 'no reason given';
}
