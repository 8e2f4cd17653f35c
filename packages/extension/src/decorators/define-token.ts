import type { Token } from '../metadata/provider.js';

/**
 * Names something to inject that is not a class: an interface, a number, a configuration. Each call makes another token,
 * `name` is for messages only.
 */
export const defineToken = <T>(name: string): Token<T> => ({ token: Symbol(name) });
