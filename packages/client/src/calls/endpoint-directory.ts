import type { NatsConnection } from '@nats-io/nats-core';
import { discoverySubject, type ExtensionMethod, readMethods } from '@symphony-ts/contract';
import * as z from '@symphony-ts/contract/internal';
import { createCaller } from './caller.js';
import { findExtension } from './extension-list.js';
import type { WireEndpoint } from './wire-names.js';

type Methods = Readonly<Record<string, ExtensionMethod>>;

/** Reads the methods of an extension. Rejects if they cannot be read. */
export type ReadMethods = (prefix: string) => Promise<Methods>;

/** A call waits at most this long for names. Afterwards it uses the names that are known. */
const LOOKUP_MS = 1_000;
/** Services that were added at run time also answer, but do not know the methods. */
const DISCOVERY_MS = 250;
/** After a failure, nothing is asked for this long. */
const RETRY_MS = 30_000;

interface Known {
  readonly methods: Promise<Methods | undefined>;
  readonly at: number;
}

/** Finds the endpoint behind a method, for handles that only know the prefix of an extension. It asks once and remembers. */
export class EndpointDirectory {
  readonly #read: ReadMethods;
  readonly #now: () => number;
  readonly #known = new Map<string, Known>();

  constructor(read: ReadMethods, now: () => number = () => performance.now()) {
    this.#read = read;
    this.#now = now;
  }

  /** The endpoint of a method. If nothing is known, it is the endpoint with the name of the method. */
  async find(prefix: string, member: string): Promise<WireEndpoint> {
    const known = this.#known.get(prefix);
    const methods = await (known ?? this.#ask(prefix)).methods;
    if (known && !methods && this.#now() - known.at > RETRY_MS) {
      this.forget(prefix);
      return this.find(prefix, member);
    }
    const method = methods && Object.hasOwn(methods, member) ? methods[member] : undefined;
    if (!method) return { name: member };
    return { name: method.name, isRest: method.kind === 'rest', takesInput: method.takesInput };
  }

  /** Asks again at the next call. */
  forget(prefix: string): void {
    this.#known.delete(prefix);
  }

  #ask(prefix: string): Known {
    const methods = this.#read(prefix).catch(() => undefined);
    const known = { methods, at: this.#now() };
    this.#known.set(prefix, known);
    return known;
  }
}

/** The connection over which names are read. */
interface DirectoryConnection {
  readonly nc: NatsConnection;
  readonly mode: 'platform' | 'standalone';
}

const directories = new WeakMap<DirectoryConnection, EndpointDirectory>();

/** The directory of a connection. All clients of the connection share it. */
export function endpointDirectory(connection: DirectoryConnection): EndpointDirectory {
  const known = directories.get(connection);
  if (known) return known;
  const { nc, mode } = connection;
  const directory = new EndpointDirectory(mode === 'standalone' ? discoverMethods(nc) : registeredMethods(nc));
  directories.set(connection, directory);
  return directory;
}

/** Reads methods from the platform's registry. */
function registeredMethods(nc: NatsConnection): ReadMethods {
  const caller = createCaller(nc, { defaultTimeoutMs: LOOKUP_MS });
  return async (prefix) => {
    const found = await findExtension(async (subject, body) => (await caller.request(subject, body)).value(), prefix);
    return found?.methods ?? {};
  };
}

const Discovered = z.onFirstUse(() =>
  z.object({
    endpoints: z.array(z.object({ subject: z.string(), metadata: z.record(z.string(), z.string()).nullish() })),
  }),
);

/** Reads methods from NATS micro, if there is no platform. */
const discoverMethods =
  (nc: NatsConnection): ReadMethods =>
  async (prefix) => {
    const answers = await nc.requestMany(discoverySubject(prefix), undefined, {
      strategy: 'timer',
      maxWait: DISCOVERY_MS,
    });
    for await (const answer of answers) {
      const methods = readMethods(prefix, Discovered.parse(answer.json()).endpoints);
      if (Object.keys(methods).length > 0) return methods;
    }
    return {};
  };
