import { InvalidConfigurationError, SymphonyError } from '@symphony-ts/contract';

/**
 * The static member with which an extension class describes how it is called. `@Extension` sets it. Decorators and their metadata
 * belong to another package, and this one only needs the names.
 */
export const wireNames: unique symbol = Symbol.for('symphony-ts.wire-names');

/** The names under which an extension is called. */
export interface WireNames {
  readonly prefix: string;
  /** The endpoints, by the name of the method. */
  readonly endpoints: Readonly<Record<string, WireEndpoint>>;
}

export interface WireEndpoint {
  /** The name of the endpoint, below the extension's group. */
  readonly name: string;
  /** An HTTP operation: it answers with body, status and headers in one object. */
  readonly isRest?: boolean;
  /** Whether calls begin with an input. Default: true if the method has a parameter. */
  readonly takesInput?: boolean;
}

/** A class with `@Extension`. */
export interface WireNamed {
  readonly [wireNames]: () => WireNames;
}

/** Reads the names of a class. Throws `InvalidConfigurationError` if it is not an extension. */
export function readWireNames(cls: object & { readonly name?: string }): WireNames {
  const read: unknown = Reflect.get(cls, wireNames);
  if (typeof read === 'function') return read.call(cls) as WireNames;
  throw new InvalidConfigurationError({
    setting: cls.name ?? 'the class',
    reason: 'has no @Extension; pass an extension class, a contract or a prefix',
  });
}

/** The endpoint of a method. Throws `NOT_AN_ENDPOINT` if the method is not an endpoint. */
export function readWireEndpoint(names: WireNames, className: string, member: string): WireEndpoint {
  const endpoint = Object.hasOwn(names.endpoints, member) ? names.endpoints[member] : undefined;
  if (endpoint) return endpoint;
  throw new SymphonyError('NOT_AN_ENDPOINT', { member: `${className}.${member}` });
}
