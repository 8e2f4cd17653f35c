import type { FastifyRequest } from 'fastify';

const ADDRESS = /^(?:127(?:\.\d{1,3}){3}|::1|::ffff:127(?:\.\d{1,3}){3})$/;
const HOST = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i;

/**
 * Whether a request comes from this machine and knows it: the name it was sent to is checked too, since a web page can make
 * a browser send requests here under a name of its own.
 */
export const isFromLoopback = (request: FastifyRequest): boolean =>
  ADDRESS.test(request.socket.remoteAddress ?? '') &&
  HOST.test(request.headers.host ?? '') &&
  request.headers['x-forwarded-for'] === undefined;
