import { covers } from '@symphony-ts/contract';
import type { PageConnection, PageSubscription } from '@symphony-ts/page';
import {
  type BridgeCall,
  type BridgeFailure,
  type BridgeMethod,
  type BridgePush,
  type BridgeReply,
  bridgeMethods,
  type FrameInit,
  type StyleVariables,
} from '../../src/wire/bridge-protocol.js';
import type { ShellExtension } from '../../src/wire/shell-extension.js';
import { isOwnPath, readBreadcrumbs } from '../kit/breadcrumbs.js';
import { openBucket } from '../symphony/open-bucket.js';
import { BridgeError } from './bridge-error.js';
import { fetchOwn } from './fetch-own.js';
import type { RateLimit } from './rate-limit.js';

/** The functions and data of the page that a frame can use. */
export interface BridgeParts {
  readonly nc: PageConnection;
  readonly extension: ShellExtension;
  readonly init: FrameInit;
  readonly navigate: (path: string) => void;
  readonly setTitle: (breadcrumbs: Readonly<Record<string, string>>) => void;
  readonly resize: (heightPx: number) => void;
  /** Shared by all documents of the frame, so that a new hello does not reset the count of calls. */
  readonly rate: RateLimit;
}

/** The limits of one frame. */
export const limits = { callsPerSecond: 500, subscriptions: 100, timeoutMs: 60_000, bytes: 2 ** 20 } as const;

/** The page's end of a frame's port. Closing it ends all access of the frame. */
export class BridgeHost {
  readonly #port: MessagePort;
  readonly #parts: BridgeParts;
  readonly #subscriptions = new Map<number, PageSubscription>();

  private constructor(port: MessagePort, parts: BridgeParts) {
    this.#port = port;
    this.#parts = parts;
  }

  /** Greets the frame at a port, and answers its calls from then on. */
  static open(port: MessagePort, parts: BridgeParts): BridgeHost {
    const host = new BridgeHost(port, parts);
    port.addEventListener('message', ({ data }: MessageEvent<unknown>) => void host.#take(data));
    port.start();
    host.#push({ push: 'init', init: parts.init });
    return host;
  }

  setTheme(theme: FrameInit['theme'], variables: StyleVariables): void {
    this.#push({ push: 'theme', theme, variables });
  }

  close(): void {
    this.#port.close();
    for (const subscription of this.#subscriptions.values()) subscription.unsubscribe();
    this.#subscriptions.clear();
  }

  #push(push: BridgePush): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port has no origin
    this.#port.postMessage(push);
  }

  async #take(data: unknown): Promise<void> {
    const call = readCall(data);
    if (!call) return;
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port has no origin
    this.#port.postMessage(await this.#reply(call));
  }

  async #reply(call: BridgeCall): Promise<BridgeReply> {
    try {
      if (!this.#parts.rate.take()) throw new BridgeError('too many calls in this second', 429);
      return { id: call.id, result: await this.#run(call.method, call.params) };
    } catch (error) {
      return { id: call.id, error: describe(error as Error) };
    }
  }

  async #run(method: BridgeMethod, params: readonly unknown[]): Promise<unknown> {
    const { nc, extension, navigate, setTitle, resize } = this.#parts;
    switch (method) {
      case 'request': {
        const options = params[2] as { readonly timeout?: unknown } | undefined;
        const timeout = typeof options?.timeout === 'number' ? options.timeout : 5_000;
        const { subject, data } = await nc.request(this.#mayPublish(params[0]), payload(params[1]), {
          timeout: Math.min(Math.max(timeout, 1), limits.timeoutMs),
        });
        return { subject, data };
      }
      case 'publish':
        nc.publish(this.#mayPublish(params[0]), payload(params[1]));
        return undefined;
      case 'subscribe':
        this.#subscribe(Number(params[0]), this.#mayHear(params[1]));
        return undefined;
      case 'unsubscribe':
        this.#subscriptions.get(Number(params[0]))?.unsubscribe();
        this.#subscriptions.delete(Number(params[0]));
        return undefined;
      case 'kv':
        return this.#bucket(params);
      case 'fetch':
        return fetchOwn(extension.prefix, params[0], params[1]);
      case 'navigate': {
        const path = String(params[0]);
        if (!isOwnPath(path)) throw new BridgeError('a path of the shell begins with one slash', 400);
        navigate(path);
        return undefined;
      }
      case 'setTitle':
        setTitle(readBreadcrumbs(params[0]));
        return undefined;
      case 'size':
        resize(Math.max(0, Math.min(20_000, Number(params[0]) || 0)));
        return undefined;
    }
  }

  #mayPublish(subject: unknown): string {
    return this.#assertGranted(subject, this.#parts.extension.grants.pub, 'send to');
  }

  #mayHear(subject: unknown): string {
    return this.#assertGranted(subject, this.#parts.extension.grants.sub, 'listen to');
  }

  #assertGranted(subject: unknown, granted: readonly string[], what: string): string {
    if (typeof subject === 'string' && granted.some((pattern) => covers(pattern, subject))) return subject;
    const { prefix } = this.#parts.extension;
    throw new BridgeError(`${prefix} has not declared that it may ${what} '${String(subject)}'`, 403);
  }

  #subscribe(id: number, subject: string): void {
    if (this.#subscriptions.size >= limits.subscriptions) throw new BridgeError('too many subscriptions', 429);
    const subscription = this.#parts.nc.subscribe(subject, {
      callback: (error, message) => {
        if (!error) this.#push({ push: 'message', sub: id, subject: message.subject, data: message.data });
      },
    });
    this.#subscriptions.get(id)?.unsubscribe();
    this.#subscriptions.set(id, subscription);
  }

  async #bucket([operation, name, ...rest]: readonly unknown[]): Promise<unknown> {
    const { nc, extension } = this.#parts;
    if (typeof name !== 'string' || !extension.grants.buckets.includes(name)) {
      throw new BridgeError(`${extension.prefix} has not declared the bucket '${String(name)}'`, 403);
    }
    const bucket = openBucket(nc, extension.prefix, name);
    const key = String(rest[0]);
    switch (operation) {
      case 'get':
        return bucket.get(key);
      case 'put':
        return bucket.put(key, rest[1], readWrite(rest[2]));
      case 'delete':
        return bucket.delete(key, readWrite(rest[1]));
      case 'history':
        return bucket.history(key);
      case 'changes':
        return bucket.changes(rest[0] === undefined ? undefined : key, readRevision(rest[1]));
      case 'keys':
        return bucket.keys(rest[0] === undefined ? undefined : key);
      default:
        throw new BridgeError('buckets have get, put, delete, keys, history and watch', 400);
    }
  }
}

/** The part of an error that a frame receives. */
function describe(error: Error & { readonly code?: unknown; readonly isSent?: unknown }): BridgeFailure {
  const { name, message, code, isSent } = error;
  return {
    name,
    message,
    ...(typeof code === 'number' ? { code } : {}),
    ...(typeof isSent === 'boolean' ? { isSent } : {}),
  };
}

/** The frame is not trusted: a message that is not a call gets no answer. */
function readCall(data: unknown): BridgeCall | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const { id, method, params } = data as Partial<Record<keyof BridgeCall, unknown>>;
  if (typeof id !== 'number' || !Array.isArray(params)) return undefined;
  const known = bridgeMethods.find((name) => name === method);
  return known && { id, method: known, params };
}

function payload(data: unknown): Uint8Array {
  if (!(data instanceof Uint8Array)) throw new BridgeError('the payload is not bytes', 400);
  if (data.length > limits.bytes) throw new BridgeError(`the payload is larger than ${limits.bytes} bytes`, 413);
  return data;
}

function readWrite(options: unknown): { readonly revision?: number } {
  const revision = readRevision(Reflect.get(Object(options), 'revision'));
  return revision === undefined ? {} : { revision };
}

function readRevision(value: unknown): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
  throw new BridgeError('a revision is a whole number, and not negative', 400);
}
