import type { Mistake, NoSchema, Schema } from '@symphony-ts/contract';
import type { EndpointOptions } from '../metadata/endpoint-options.js';
import type { EndpointRequest } from '../replies/requests.js';
import { assertCalled } from './assert-called.js';
import type {
  Accepted,
  AnyMethod,
  CheckArg,
  CheckMember,
  CheckName,
  CheckReturn,
  Given,
  MaybeSchema,
  Verdict,
} from './handler-check.js';
import { recordMember } from './record-member.js';

/** Names that the typed client needs for itself. */
type ReservedMember = 'then' | 'invoke' | 'instance';
type InputText<Q> = Q extends NoSchema
  ? 'without a request schema the input is unknown: add { request: … } or declare it unknown'
  : 'the first parameter does not accept what the request schema gives';

export type EndpointDecorator<Q, R> = <T extends object, K extends string, M extends AnyMethod>(
  target: T,
  member: K &
    Verdict<
      [
        CheckMember<T, K>,
        K extends ReservedMember ? Mistake<`an endpoint method cannot be called '${K}'`> : unknown,
        CheckArg<M, 0, Given<Q>, InputText<Q>>,
        CheckArg<M, 1, EndpointRequest, 'the second parameter is EndpointRequest'>,
        CheckReturn<M, Accepted<R>>,
      ]
    >,
  descriptor: TypedPropertyDescriptor<M>,
) => void;

/**
 * Makes a method answer requests on `cirata.extensions.<prefix>.<name>`. Default name: the name of the method. The method
 * receives `(input, request)` and returns the reply.
 */
// One signature, not two overloads: the compiler then names a misspelt option instead of "no overload matches".
export function Endpoint<const N extends string, Q extends MaybeSchema = NoSchema, R extends MaybeSchema = NoSchema>(
  nameOrOptions?: (N & CheckName<N>) | EndpointOptions<Q, R>,
  options?: [N] extends [never] ? never : EndpointOptions<Q, R>,
): EndpointDecorator<Q, R> {
  assertCalled('@Endpoint', [nameOrOptions, options]);
  const given = (typeof nameOrOptions === 'string' ? options : nameOrOptions) ?? {};
  const name = typeof nameOrOptions === 'string' ? nameOrOptions : given.name;
  return recordMember({ kind: 'endpoint', name, options: given as EndpointOptions<Schema, Schema> });
}

/**
 * Makes a method answer requests to one instance. The subject is `cirata.extensions.<prefix>.instance.<id>.<name>`. Over HTTP,
 * the caller adds `?instance=<id>`.
 */
export function InstanceHandler<
  const N extends string,
  Q extends MaybeSchema = NoSchema,
  R extends MaybeSchema = NoSchema,
>(name: N & CheckName<N>, options: EndpointOptions<Q, R> = {}): EndpointDecorator<Q, R> {
  assertCalled('@InstanceHandler', [name, options]);
  return recordMember({ kind: 'instance-handler', name, options: options as EndpointOptions<Schema, Schema> });
}
