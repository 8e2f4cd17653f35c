import type { LogFields, ManifestResource } from '@symphony-ts/contract';
import type { UiHost } from '@symphony-ts/platform';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { uiPaths } from '../../wire/ui-paths.js';
import { originOf } from '../http/request-origin.js';
import { isSandboxKey, SandboxQuery, sandboxPath } from './sandbox-address.js';
import type { SandboxHosts } from './sandbox-hosts.js';

/** The types whose documents have an origin if there is a second host: those that are documented to have one. */
const types = new Set<string>(['text/html', 'text/html;profile=mcp-app']);

/** The second host, if there is one: the documents it shows, and their addresses. */
export class Sandbox {
  readonly #hosts: SandboxHosts | undefined;
  readonly #secret: Uint8Array;
  readonly #logger: UiHost['logger'];
  readonly #warned = new Set<string>();

  constructor(hosts: SandboxHosts | undefined, { secret, logger }: Pick<UiHost, 'secret' | 'logger'>) {
    this.#hosts = hosts;
    this.#secret = secret('sandbox addresses');
    this.#logger = logger;
    if (this.#hosts?.isShared) {
      this.#warn('ui.sandboxOrigin has no *: all extensions share one host, and read what the others keep there', {});
    }
  }

  /** Whether a request was sent to a sandbox host, which serves only documents. */
  isFor({ host }: Pick<FastifyRequest, 'host'>): boolean {
    return this.#hosts?.has(host) ?? false;
  }

  /** The address of a resource's document, for the shell; `undefined` if the document stays on the platform's host. */
  addressOf(resource: ManifestResource, request: Pick<FastifyRequest, 'host' | 'protocol'>): string | undefined {
    if (!this.draws(resource, request)) return undefined;
    const prefix = resource.uri.split('/')[2] ?? '';
    return this.#hosts?.originOf(prefix, request.host) + sandboxPath(resource, originOf(request), this.#secret);
  }

  /** Whether a resource is drawn on a sandbox host. */
  draws({ mimeType }: Pick<ManifestResource, 'mimeType'>, { host }: Pick<FastifyRequest, 'host'>): boolean {
    if (!this.#hosts || !types.has(mimeType)) return false;
    if (this.#hosts.isApartFrom(host)) return true;
    this.#warn('the sandbox host is not apart from the platform: its pages stay without an origin', { host });
    return false;
  }

  /** The hosts that the shell may frame, besides the platform's own frames. */
  sourceFor({ host }: Pick<FastifyRequest, 'host'>): string {
    return this.#hosts?.isApartFrom(host) ? this.#hosts.sourceFor(host) : '';
  }

  /** The origin of the shell that received a document; `undefined` if the request is not for such a document. */
  framedBy(
    resource: ManifestResource,
    request: Pick<FastifyRequest, 'host' | 'protocol' | 'query'>,
  ): string | undefined {
    const query = SandboxQuery.safeParse(request.query);
    if (!query.success || !isSandboxKey(resource, query.data, this.#secret)) return undefined;
    const { by } = query.data;
    const prefix = resource.uri.split('/')[2] ?? '';
    const expected = this.#hosts?.originOf(prefix, new URL(by).host);
    return expected !== undefined && new URL(expected).host === request.host.toLowerCase() ? by : undefined;
  }

  #warn(message: string, fields: LogFields): void {
    if (this.#warned.has(message)) return;
    this.#warned.add(message);
    this.#logger.warn(message, fields);
  }
}

/** Refuses every request to a sandbox host that is not for a document there. Must be added before the platform's routes. */
export function closeSandboxHosts(app: FastifyInstance, sandbox: Sandbox): void {
  app.addHook('onRequest', async (request, reply) => {
    if (!sandbox.isFor(request) || request.url.startsWith(uiPaths.sandbox)) return undefined;
    reply.callNotFound();
    return reply;
  });
}
