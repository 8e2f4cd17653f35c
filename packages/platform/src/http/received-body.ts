import type { IncomingMessage } from 'node:http';
import { errorCodes, type FastifyInstance, type FastifyRequest } from 'fastify';

/** Room in front of a large body for the head of its message, which is rarely longer. */
const ROOM = 4_096;
/** Copying a smaller body costs less than the reserved room. */
const ROOMY_BYTES = 32 * 1024;

/** The body of a request, as it was sent. */
export class ReceivedBody {
  readonly bytes: Uint8Array;
  /** The memory of a large body. It begins with free bytes, which the caller may overwrite. */
  readonly withRoom: Buffer | undefined;

  private constructor(bytes: Uint8Array, withRoom?: Buffer) {
    this.bytes = bytes;
    this.withRoom = withRoom;
  }

  static of(chunks: readonly Buffer[], length: number): ReceivedBody {
    if (length < ROOMY_BYTES) return new ReceivedBody(Buffer.concat(chunks, length));
    const memory = Buffer.allocUnsafe(ROOM + length);
    let at = ROOM;
    for (const chunk of chunks) at += chunk.copy(memory, at);
    return new ReceivedBody(memory.subarray(ROOM), memory);
  }
}

/** Gives each request of `app` a `ReceivedBody` of up to `limit` bytes, for every content type. */
export function receiveBodies(app: FastifyInstance, limit: number): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', ({ headers }: FastifyRequest, payload: IncomingMessage) =>
    receive(payload, Number(headers['content-length']), limit),
  );
}

/** Reads a body like the HTTP library, with the same refusals. */
function receive(payload: IncomingMessage, announced: number, limit: number): Promise<ReceivedBody> {
  if (announced > limit) return Promise.reject(new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE());
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const leave = (): void => {
      payload.off('data', onData);
      payload.off('end', onEnd);
      payload.off('error', onError);
    };
    const onData = (chunk: Buffer): void => {
      length += chunk.length;
      chunks.push(chunk);
      if (length <= limit) return;
      leave();
      reject(new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE());
    };
    const onEnd = (): void => {
      leave();
      if (Number.isNaN(announced) || length === announced) resolve(ReceivedBody.of(chunks, length));
      else reject(new errorCodes.FST_ERR_CTP_INVALID_CONTENT_LENGTH());
    };
    const onError = (error: Error): void => {
      leave();
      reject(Object.assign(error, { statusCode: 400 }));
    };
    payload.on('data', onData);
    payload.on('end', onEnd);
    payload.on('error', onError);
  });
}
