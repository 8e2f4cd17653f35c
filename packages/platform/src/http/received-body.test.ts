import { Readable } from 'node:stream';
import fastify, { type FastifyInstance } from 'fastify';
import { ReceivedBody, receiveBodies } from './received-body.js';

const LIMIT = 200_000;
const bodyOf = (length: number): Buffer => Buffer.from(Array.from({ length }, (_, index) => index % 251));

let app: FastifyInstance;
let received: unknown;
beforeAll(() => {
  app = fastify({ bodyLimit: LIMIT });
  receiveBodies(app, LIMIT);
  app.post('/', (request, reply) => {
    received = request.body;
    return reply.code(204).send();
  });
});
afterAll(() => app.close());

/** Sends a body in chunks, with its length in the headers if one is given. */
async function send(body: Buffer, contentLength?: number): Promise<number> {
  received = undefined;
  const chunks = Array.from({ length: Math.ceil(body.length / 60_000) }, (_, index) =>
    body.subarray(index * 60_000, (index + 1) * 60_000),
  );
  const headers = { 'content-type': 'x/y', ...(contentLength !== undefined && { 'content-length': contentLength }) };
  const { statusCode } = await app.inject({ method: 'POST', url: '/', headers, payload: Readable.from(chunks) });
  return statusCode;
}

describe('receiveBodies', () => {
  it.each([1, 60_001, LIMIT])('hands over %d bytes as they were sent', async (length) => {
    const body = bodyOf(length);
    for (const announced of [length, undefined]) {
      expect(await send(body, announced)).toBe(204);
      expect(received).toBeInstanceOf(ReceivedBody);
      expect(body.equals((received as ReceivedBody).bytes)).toBe(true);
    }
  });

  it('leaves room in front of a large body', async () => {
    await send(bodyOf(100_000));
    const { bytes, withRoom } = received as ReceivedBody;
    withRoom?.fill(0, 0, withRoom.length - bytes.length);
    expect(withRoom?.length).toBeGreaterThan(bytes.length);
    expect(bodyOf(100_000).equals(bytes)).toBe(true);
  });

  it.each([
    ['more than the limit', LIMIT + 1, LIMIT + 1, 413],
    ['more than the limit, without its length', LIMIT + 1, undefined, 413],
    ['less than announced', 10, 11, 400],
  ])('refuses %s', async (_what, length, announced, status) => {
    expect(await send(bodyOf(length), announced)).toBe(status);
    expect(received).toBeUndefined();
  });
});
