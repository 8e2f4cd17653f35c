import {
  InvalidConfigurationError,
  isPrefix,
  isSubjectPattern,
  isSymphonyError,
  serviceGroup,
} from '@symphony-ts/contract';
import type { CallOptions } from './call-options.js';
import type { Caller } from './caller.js';
import type { EndpointDirectory } from './endpoint-directory.js';
import type { Contract } from './extension-contract.js';
import type { Class, ExtensionCalls } from './extension-handle.js';
import { unwrapRest } from './unwrap-rest.js';
import { readWireEndpoint, readWireNames, type WireEndpoint } from './wire-names.js';

/** How the methods of a handle become endpoints. */
interface Target {
  readonly prefix: string;
  /** Throws where the method is none; `undefined` where the directory has to say. */
  readonly endpointOf: (member: string) => WireEndpoint | undefined;
}

interface HandleParts {
  readonly caller: Caller;
  readonly directory: EndpointDirectory;
  readonly target: Target;
  /** What stands before the names of endpoints. */
  readonly scope: string;
}

/** A call: its input and its options, or where the endpoint takes no input its options alone. */
type Send = (first?: unknown, second?: CallOptions) => Promise<unknown>;

/** Calls to extensions, over `caller`. `directory` knows the methods of those that are named by their prefix. */
export function createExtensionCalls(caller: Caller, directory: EndpointDirectory): ExtensionCalls {
  return {
    extension(of: Class | Contract | string): never {
      const target = readTarget(of);
      if (!isPrefix(target.prefix)) {
        throw new InvalidConfigurationError({ setting: 'extension', reason: `'${target.prefix}' is not a prefix` });
      }
      // The overloads of `ExtensionCalls` say which handle it is; one proxy serves them all.
      return buildHandle({ caller, directory, target, scope: serviceGroup(target.prefix) }) as never;
    },
  };
}

function readTarget(of: Class | Contract | string): Target {
  if (typeof of === 'string') {
    return { prefix: of, endpointOf: () => undefined };
  }
  if (typeof of === 'function') {
    const names = readWireNames(of);
    return {
      prefix: names.prefix,
      endpointOf: (member) => {
        const endpoint = readWireEndpoint(names, of.name, member);
        return { ...endpoint, takesInput: endpoint.takesInput ?? parameterCount(of, member) > 0 };
      },
    };
  }
  return {
    prefix: of.prefix,
    endpointOf: (member) => {
      const { name = member, request } = of.endpoints[member] ?? {};
      return { name, takesInput: request !== undefined };
    },
  };
}

function parameterCount(of: Class, member: string): number {
  const method: unknown = Reflect.get(Object(of.prototype), member);
  return typeof method === 'function' ? method.length : 0;
}

function buildHandle(parts: HandleParts): object {
  const { target, scope } = parts;
  const fixed = {
    invoke: (name: string, input?: unknown, options?: CallOptions) => sendTo(parts, { name })(input, options),
    instance: (id: string) => buildHandle({ ...parts, scope: `${scope}.instance.${id}` }),
  };
  return new Proxy(fixed, {
    get(own, member) {
      // `then` would make the handle a promise, and awaiting it a call.
      if (typeof member !== 'string' || member === 'then') return undefined;
      if (Object.hasOwn(own, member)) return Reflect.get(own, member);
      const endpoint = target.endpointOf(member);
      return endpoint ? sendTo(parts, endpoint) : sendToMember(parts, member);
    },
  });
}

function sendTo({ caller, scope }: HandleParts, endpoint: WireEndpoint): Send {
  return async (first, second) => {
    // Where nothing is known, a first argument could be an input, and must not be lost.
    const [input, options] = endpoint.takesInput === false ? [undefined, first as CallOptions] : [first, second];
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
}

/** Calls the endpoint behind a method; an extension that was deployed again may have renamed it meanwhile. */
function sendToMember(parts: HandleParts, member: string): Send {
  const { directory, target } = parts;
  return async (...given) => {
    const endpoint = await directory.find(target.prefix, member);
    try {
      return await sendTo(parts, endpoint)(...given);
    } catch (thrown) {
      const isGone = isSymphonyError(thrown, 'NO_RESPONDERS');
      // Server 2.9 is silent where nobody listens; what may have been carried out is not sent twice.
      if (isGone || isSymphonyError(thrown, 'TIMEOUT')) directory.forget(target.prefix);
      const renamed = isGone ? await directory.find(target.prefix, member) : endpoint;
      if (renamed.name === endpoint.name) throw thrown;
      return sendTo(parts, renamed)(...given);
    }
  };
}
