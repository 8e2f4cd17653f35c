import type { InputOf, NoSchema, OutputOf, Schema } from '@symphony-ts/contract';
import type { CallOptions } from './call-options.js';
import type { Jsonify } from './jsonify.js';

/** One endpoint of a contract. */
// oxlint-disable-next-line typescript/no-explicit-any -- the default stands for "any schema"; inference fills in the exact one
export interface EndpointSpec<Q = any, R = any> {
  /** Name of the endpoint on the wire. Default: its key in the contract. */
  readonly name?: string;
  /** Schema of the input. The caller passes the input type of the schema. */
  readonly request?: Q;
  /** Schema of the reply. The caller gets the output type of the schema; the extension checks its replies with it. */
  readonly response?: R;
}

/** The endpoints of a contract. The key is the name of the method that calls the endpoint. */
export type EndpointSpecs = Readonly<Record<string, EndpointSpec>>;

/** The endpoints of an extension as a value. `defineContract` makes it. */
export interface Contract<E extends EndpointSpecs = EndpointSpecs> {
  /** Prefix of the extension that answers. */
  readonly prefix: string;
  /** The endpoints by name, each with its schemas. */
  readonly endpoints: E;
}

/**
 * Describes the endpoints of an extension as a value. Callers import it without the implementation. Unlike a class, it has
 * exact input types and names on the wire, and holds endpoints only. `@Endpoint(api.endpoints.add)` implements an endpoint.
 */
export const defineContract = <const P extends string, const E extends EndpointSpecs>(
  prefix: P,
  endpoints: E,
): Contract<E> & { readonly prefix: P } => ({ prefix, endpoints });

type SpecPart<S, K extends 'request' | 'response'> = S extends { readonly [_ in K]: infer V extends Schema }
  ? V
  : NoSchema;
/** The wire carries the output of the schema as JSON. The caller does not run the schema a second time. */
type Result<S> = SpecPart<S, 'response'> extends NoSchema ? unknown : Jsonify<OutputOf<SpecPart<S, 'response'>>>;

/** The method that calls one endpoint of a contract. */
export type ContractCall<S> =
  SpecPart<S, 'request'> extends NoSchema
    ? (options?: CallOptions) => Promise<Result<S>>
    : (input: InputOf<SpecPart<S, 'request'>>, options?: CallOptions) => Promise<Result<S>>;

/**
 * The methods that a class needs to implement a contract: `class Catalog implements Implements<typeof api>`. `@Endpoint` checks
 * the type of the second parameter.
 */
export type Implements<C extends Contract> = {
  [K in keyof C['endpoints']]: (input: OutputOf<SpecPart<C['endpoints'][K], 'request'>>, request: never) => unknown;
};
