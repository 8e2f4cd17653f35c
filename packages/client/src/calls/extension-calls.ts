import { InvalidConfigurationError, isPrefix, isSubjectPattern, serviceGroup } from '@symphony-ts/contract';
import type { CallOptions } from './call-options.js';
import type { Caller } from './caller.js';
import type { Contract } from './extension-contract.js';
import type { Class, ExtensionCalls } from './extension-handle.js';
import { unwrapRest } from './unwrap-rest.js';
import { readWireEndpoint, readWireNames, type WireEndpoint } from './wire-names.js';

/** How the methods of a handle become endpoints. */
interface Target {
  readonly prefix: string;
  readonly endpointOf: (member: string) => WireEndpoint;
  /** Whether a call of the method begins with its input; where there is none, its options come first. */
  readonly takesInput: (member: string) => boolean;
}

/** Calls to extensions, over `caller`. */
export function createExtensionCalls(caller: Caller): ExtensionCalls {
  return {
    extension(of: Class | Contract | string): never {
      const target = readTarget(of);
      if (!isPrefix(target.prefix)) {
        throw new InvalidConfigurationError({ setting: 'extension', reason: `'${target.prefix}' is not a prefix` });
      }
      // The overloads of `ExtensionCalls` say which handle it is; one proxy serves them all.
      return buildHandle(caller, target, serviceGroup(target.prefix)) as never;
    },
  };
}

function readTarget(of: Class | Contract | string): Target {
  if (typeof of === 'string') {
    // Nothing is known of its methods: a first argument could always be an input, and must not be lost.
    return { prefix: of, endpointOf: (name) => ({ name }), takesInput: () => true };
  }
  if (typeof of === 'function') {
    const names = readWireNames(of);
    return {
      prefix: names.prefix,
      endpointOf: (member) => readWireEndpoint(names, of.name, member),
      takesInput: (member) => names.endpoints[member]?.takesInput ?? parameterCount(of, member) > 0,
    };
  }
  return {
    prefix: of.prefix,
    endpointOf: (member) => ({ name: of.endpoints[member]?.name ?? member }),
    takesInput: (member) => of.endpoints[member]?.request !== undefined,
  };
}

function parameterCount(of: Class, member: string): number {
  const method: unknown = Reflect.get(Object(of.prototype), member);
  return typeof method === 'function' ? method.length : 0;
}

function buildHandle(caller: Caller, target: Target, scope: string): object {
  const send = async (endpoint: WireEndpoint, input: unknown, options?: CallOptions): Promise<unknown> => {
    const subject = `${scope}.${endpoint.name}`;
    if (!isSubjectPattern(subject) || /[*>]/.test(subject)) {
      throw new InvalidConfigurationError({
        setting: 'endpoint',
        reason: `'${endpoint.name}' is not an endpoint name`,
      });
    }
    const value = (await caller.request(subject, input, options)).value();
    return endpoint.isRest ? unwrapRest(value, subject) : value;
  };
  const fixed = {
    invoke: (name: string, input?: unknown, options?: CallOptions) => send({ name }, input, options),
    instance: (id: string) => buildHandle(caller, target, `${scope}.instance.${id}`),
  };
  return new Proxy(fixed, {
    get(own, member) {
      // `then` would make the handle a promise, and awaiting it a call.
      if (typeof member !== 'string' || member === 'then') return undefined;
      if (Object.hasOwn(own, member)) return Reflect.get(own, member);
      const endpoint = target.endpointOf(member);
      return (first?: unknown, second?: CallOptions) =>
        target.takesInput(member) ? send(endpoint, first, second) : send(endpoint, undefined, first as CallOptions);
    },
  });
}
