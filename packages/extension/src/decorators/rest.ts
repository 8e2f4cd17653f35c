import type { InputOf, Mistake, NoSchema, Schema } from '@symphony-ts/contract';
import type { RestOptions } from '../metadata/rest-options.js';
import type { HttpMethod } from '../model/extension-model.js';
import type { PathParamName, PathParams, RestRequest } from '../replies/requests.js';
import type { RestResponse } from '../replies/rest-response.js';
import type { WrappedReply } from '../replies/wrapped-reply.js';
import { assertCalled } from './assert-called.js';
import type { AnyMethod, CheckArg, CheckMember, CheckReturn, MaybeSchema, Verdict } from './handler-check.js';
import type { CheckParams, CheckPath, CheckText } from './path-check.js';
import { recordMember } from './record-member.js';

// oxlint-disable-next-line typescript/no-empty-object-type -- the neutral element of an intersection
type Nothing = {};
type Named<K extends string, S> = S extends NoSchema ? Nothing : { [_ in K]: S };
type GivenParams<P extends string, Pa> = Pa extends NoSchema
  ? string extends P
    ? Nothing
    : [PathParamName<P>] extends [never]
      ? Nothing
      : { params: PathParams<P> }
  : { params: Pa };

/** The request that the decorator provides; the handler's parameter must accept it. */
export type GivenRequest<P extends string, Pa, Qu, Bo, He> = RestRequest<
  GivenParams<P, Pa> & Named<'query', Qu> & Named<'body', Bo> & Named<'headers', He>
>;

type CheckPart<K extends string, Request, P> = K extends keyof Request & keyof P
  ? [Request[K]] extends [P[K]]
    ? unknown
    : Mistake<
        `request.${K}: @Rest gives something else; add the schema to @Rest or correct RestRequest<…>`,
        Request[K],
        P[K]
      >
  : unknown;

/** Names the first part that differs, instead of two whole request types. */
type CheckRequest<M extends AnyMethod, Request> =
  CheckArg<M, 0, Request, ''> extends Mistake<string, unknown, infer P>
    ? Verdict<
        [
          CheckPart<'params', Request, P>,
          CheckPart<'query', Request, P>,
          CheckPart<'body', Request, P>,
          CheckPart<'headerValues', Request, P>,
          Mistake<'the parameter is a RestRequest<…>', unknown, P>,
        ]
      >
    : unknown;

export type RestDecorator<Request, R> = <T extends object, K extends string, M extends AnyMethod>(
  target: T,
  member: K &
    Verdict<
      [
        CheckMember<T, K>,
        CheckRequest<M, Request>,
        CheckReturn<M, R extends NoSchema ? unknown : InputOf<R> | RestResponse | WrappedReply<InputOf<R>>>,
      ]
    >,
  descriptor: TypedPropertyDescriptor<M>,
) => void;

/**
 * Makes a method answer an HTTP operation below `/api/v1/extensions/<prefix>`. The operation answers over NATS, too. The
 * method receives a `RestRequest`. It returns a value, or a `RestResponse` for full control.
 */
export function Rest<
  const P extends string,
  Pa extends MaybeSchema = NoSchema,
  Qu extends MaybeSchema = NoSchema,
  Bo extends MaybeSchema = NoSchema,
  He extends MaybeSchema = NoSchema,
  R extends MaybeSchema = NoSchema,
>(
  method: HttpMethod,
  path: P & Verdict<[CheckPath<P>, CheckParams<P, Pa>, CheckText<'query', Qu>, CheckText<'headers', He>]>,
  options: RestOptions<Pa, Qu, Bo, He, R> = {},
): RestDecorator<GivenRequest<P, Pa, Qu, Bo, He>, R> {
  assertCalled('@Rest', [method, path]);
  return recordMember({
    kind: 'rest',
    method,
    path,
    options: options as RestOptions<Schema, Schema, Schema, Schema, Schema>,
  });
}
