import {
  InvalidConfigurationError,
  isPrefix,
  isSubjectPattern,
  isSymphonyError,
  serviceGroup,
  withoutUndefined,
} from '@symphony-ts/contract';
import type { CallOptions } from './call-options.js';
import type { Caller } from './caller.js';
import type { EndpointDirectory } from './endpoint-directory.js';
import type { Contract } from './extension-contract.js';
import type { Class, ExtensionCalls } from './extension-handle.js';
import { unwrapRest } from './unwrap-rest.js';
import { readWireEndpoint, readWireNames, type WireEndpoint } from './wire-names.js';

/** How a handle finds the endpoints of methods. */
interface Target {
  readonly prefix: string;
  /** Throws if the method is not an endpoint. Returns `undefined` if the directory must be asked. */
  readonly endpointOf: (member: string) => WireEndpoint | undefined;
  /** True for a method that is declared. */
  readonly declares: (member: string) => boolean;
  /** Subjects that have been checked. */
  readonly subjects: Set<string>;
}

interface HandleParts {
  readonly caller: Caller;
  readonly directory: () => EndpointDirectory;
  readonly target: Target;
  /** The part of the subject before the names of endpoints. */
  readonly scope: string;
  /** The id of the instance, if the handle is for one instance. */
  readonly instance?: string;
}

/** A call: its input and its options. If the endpoint takes no input, only the options. */
type Send = (first?: unknown, second?: CallOptions) => Promise<unknown>;

/** Calls to extensions over `caller`. `directory` knows the methods of extensions that are named by their prefix. */
export function createExtensionCalls(caller: Caller, directory: () => EndpointDirectory): ExtensionCalls {
  return {
    extension(of: Class | Contract | string): never {
      const target = targetOf(of);
      // The overloads of `ExtensionCalls` decide the type of the handle. One proxy serves all of them.
      return buildHandle({ caller, directory, target, scope: serviceGroup(target.prefix) }) as never;
    },
  };
}

const targets = new WeakMap<object, Target>();

/** The target of a class or a contract: read and checked once. */
function targetOf(of: Class | Contract | string): Target {
  const known = typeof of === 'string' ? undefined : targets.get(of);
  if (known) return known;
  const target = readTarget(of);
  if (!isPrefix(target.prefix)) {
    throw new InvalidConfigurationError({ setting: 'extension', reason: `'${target.prefix}' is not a prefix` });
  }
  if (typeof of !== 'string') targets.set(of, target);
  return target;
}

function readTarget(of: Class | Contract | string): Target {
  const subjects = new Set<string>();
  if (typeof of === 'string') {
    return { prefix: of, endpointOf: () => undefined, declares: () => false, subjects };
  }
  const endpoints = new Map<string, WireEndpoint>();
  const remember = (read: (member: string) => WireEndpoint) => (member: string) => {
    const endpoint = endpoints.get(member) ?? read(member);
    endpoints.set(member, endpoint);
    return endpoint;
  };
  if (typeof of === 'function') {
    const names = readWireNames(of);
    const endpointOf = remember((member) => {
      const endpoint = readWireEndpoint(names, of.name, member);
      return { ...endpoint, takesInput: endpoint.takesInput ?? parameterCount(of, member) > 0 };
    });
    return { prefix: names.prefix, endpointOf, declares: (member) => Object.hasOwn(names.endpoints, member), subjects };
  }
  const endpointOf = remember((member) => {
    const { name = member, request } = of.endpoints[member] ?? {};
    return { name, takesInput: request !== undefined };
  });
  return { prefix: of.prefix, endpointOf, declares: (member) => Object.hasOwn(of.endpoints, member), subjects };
}

function parameterCount(of: Class, member: string): number {
  const method: unknown = Reflect.get(Object(of.prototype), member);
  return typeof method === 'function' ? method.length : 0;
}

/**
 * Members that languages, loggers and test frameworks read from any object to find out its kind. On a handle they are not
 * endpoints unless they are declared. Otherwise logging or comparing a handle would send requests.
 */
const notEndpoints: ReadonlySet<string> = new Set([
  ...Object.getOwnPropertyNames(Object.prototype),
  'then',
  'catch',
  'finally',
  'toJSON',
  'inspect',
  'prototype',
  'asymmetricMatch',
  'nodeType',
  'tagName',
  '$$typeof',
  '_isMockFunction',
  'isReactComponent',
  'splice',
  'size',
  'length',
]);

/** The description of a handle, for example in a log. */
const describe = ({ target, instance }: HandleParts) => ({
  toJSON: () => ({ extension: target.prefix, ...withoutUndefined({ instance }) }),
  toString: () => `extension ${target.prefix}${instance === undefined ? '' : `, instance ${instance}`}`,
});

/** Cheap to create, because a handler that makes one call creates one handle. It is little more than a proxy. */
function buildHandle(parts: HandleParts): object {
  const { target, scope } = parts;
  const fixed: object = {
    invoke: (name: string, input?: unknown, options?: CallOptions) => sendTo(parts, { name })(input, options),
    instance: (id: string) => buildHandle({ ...parts, scope: `${scope}.instance.${id}`, instance: id }),
  };
  /** The last used method. Most handles use the same method for every call. */
  let last: { readonly member: string; readonly send: Send } | undefined;
  return new Proxy(fixed, {
    get(own, member) {
      if (typeof member !== 'string') return Reflect.get(own, member);
      if (last?.member === member) return last.send;
      if (Object.hasOwn(own, member)) return Reflect.get(own, member);
      // `then` would make the handle a promise, and awaiting it a call.
      const isForeign = member === 'then' || (notEndpoints.has(member) && !target.declares(member));
      if (isForeign && (member === 'toJSON' || member === 'toString')) return describe(parts)[member];
      if (isForeign || !/^[\w$]/.test(member)) return Reflect.get(own, member);
      const endpoint = target.endpointOf(member);
      if (!endpoint) return sendToMember(parts, member);
      const send = sendTo(parts, endpoint);
      last = { member, send };
      return send;
    },
  });
}

function sendTo(parts: HandleParts, endpoint: WireEndpoint): Send {
  let checked: string | undefined;
  return async (first, second) => {
    // If nothing is known, a first argument could be an input, so it must be sent.
    const input = endpoint.takesInput === false ? undefined : first;
    const options = endpoint.takesInput === false ? (first as CallOptions | undefined) : second;
    const subject = (checked ??= subjectOf(parts, endpoint));
    const value = (await parts.caller.request(subject, input, options)).value();
    return endpoint.isRest ? unwrapRest(value, subject) : value;
  };
}

/** The number of names that are remembered for an extension. A program with made-up names uses no more memory. */
const MOST_SUBJECTS = 1_000;

/** The subject of an endpoint, checked when it is first used. */
function subjectOf({ scope, target: { subjects } }: HandleParts, { name }: WireEndpoint): string {
  const subject = `${scope}.${name}`;
  if (subjects.has(subject)) return subject;
  if (!isSubjectPattern(subject) || /[*>]/.test(subject)) {
    throw new InvalidConfigurationError({ setting: 'endpoint', reason: `'${name}' is not an endpoint name` });
  }
  if (subjects.size < MOST_SUBJECTS) subjects.add(subject);
  return subject;
}

/** Calls the endpoint behind a method. A new version of the extension may have renamed it in the meantime. */
function sendToMember(parts: HandleParts, member: string): Send {
  const { target } = parts;
  return async (...given) => {
    const directory = parts.directory();
    const endpoint = await directory.find(target.prefix, member);
    try {
      return await sendTo(parts, endpoint)(...given);
    } catch (error) {
      const isGone = isSymphonyError(error, 'NO_RESPONDERS');
      // Server 2.9 does not report that nobody listens. A request that may have been handled is not sent twice.
      if (isGone || isSymphonyError(error, 'TIMEOUT')) directory.forget(target.prefix);
      const renamed = isGone ? await directory.find(target.prefix, member) : endpoint;
      if (renamed.name === endpoint.name) throw error;
      return sendTo(parts, renamed)(...given);
    }
  };
}
