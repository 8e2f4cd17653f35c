import type { InputOf, NoSchema, OutputOf, Schema } from '@symphony-ts/contract';
import type { CallOptions } from './call-options.js';
import type { Jsonify } from './jsonify.js';

/** One endpoint of a published API. */
// oxlint-disable-next-line typescript/no-explicit-any -- the default stands for "any schema"; inference fills in the exact one
export interface EndpointSpec<Q = any, R = any> {
  /** The name on the wire. Default: the key it stands under. */
  readonly name?: string;
  /** Describes the input. The caller gives what the schema takes in. */
  readonly request?: Q;
  /** Describes the reply, which is checked when it arrives. */
  readonly response?: R;
}

/** The endpoints of a contract, by the name of the method that calls each. */
export type EndpointSpecs = Readonly<Record<string, EndpointSpec>>;

/** An extension's callable surface as a value. */
export interface Contract<E extends EndpointSpecs = EndpointSpecs> {
  /** Prefix of the extension that answers. */
  readonly prefix: string;
  /** The endpoints by name, each with its schemas. */
  readonly endpoints: E;
}

/**
 * Publishes an extension's API as a value that callers import without its implementation. It is exact where classes are
 * not: schema inputs, wire names, endpoints only. `@Endpoint(api.endpoints.add)` implements one.
 */
export const defineContract = <const P extends string, const E extends EndpointSpecs>(
  prefix: P,
  endpoints: E,
): Contract<E> & { readonly prefix: P } => ({ prefix, endpoints });

type SpecPart<S, K extends 'request' | 'response'> = S extends { readonly [_ in K]: infer V extends Schema }
  ? V
  : NoSchema;
/** The wire carries what the schema gives out, as JSON; it is not run a second time at the caller. */
type Result<S> = SpecPart<S, 'response'> extends NoSchema ? unknown : Jsonify<OutputOf<SpecPart<S, 'response'>>>;

/** One endpoint of a contract, as its caller sees it. */
export type ContractCall<S> =
  SpecPart<S, 'request'> extends NoSchema
    ? (options?: CallOptions) => Promise<Result<S>>
    : (input: InputOf<SpecPart<S, 'request'>>, options?: CallOptions) => Promise<Result<S>>;

/**
 * The methods a class must have to fulfil a contract: `class Catalog implements Implements<typeof api>`. The second
 * parameter is left to `@Endpoint`, which knows its type.
 */
export type Implements<C extends Contract> = {
  [K in keyof C['endpoints']]: (input: OutputOf<SpecPart<C['endpoints'][K], 'request'>>, request: never) => unknown;
};
