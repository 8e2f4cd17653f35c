/**
 * The `code` of an error of Node, of NATS or of a library; `undefined` where there is none. By shape, not by class: an
 * error may come from another realm, whose `Error` is another.
 */
export const errorCode = (error: unknown): unknown =>
  typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined;
