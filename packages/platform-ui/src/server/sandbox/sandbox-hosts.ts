import { createHash } from 'node:crypto';
import { InvalidConfigurationError } from '@symphony-ts/contract';

const FORM = /^(https?):\/\/(\*\.)?((?:[a-z0-9]+(?:-+[a-z0-9]+)*\.)*[a-z0-9]+(?:-+[a-z0-9]+)*)(?::(\d{1,5}))?\/?$/i;
const PLAIN_LABEL = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const LABEL_BYTES = 16;

/** A host without its port, and the port, which may be empty. */
const split = (host: string): readonly [hostname: string, port: string] => {
  const [, hostname = '', port = ''] = /^(.*?)(?::(\d+))?$/.exec(host.toLowerCase()) ?? [];
  return [hostname, port];
};

/**
 * A prefix as a label of a host name. No two prefixes have one label: one that is not a label in itself (`a_b`, `xn--a`) becomes
 * its hash, behind two hyphens that no plain label has.
 */
const labelOf = (prefix: string): string =>
  PLAIN_LABEL.test(prefix)
    ? prefix
    : `x--${createHash('sha256')
        .update(prefix)
        .digest('hex')
        .slice(0, 2 * LABEL_BYTES)}`;

/** The hosts at which extensions' documents have an origin that is not the platform's. */
export class SandboxHosts {
  readonly #scheme: string;
  readonly #hasWildcard: boolean;
  readonly #domain: string;
  /** Empty for the port at which the platform itself was asked. */
  readonly #port: string;

  /**
   * Reads `https://*.pages.example.net`, where each extension has a host of its own, or `https://pages.example.net`, which they
   * share.
   *
   * @throws `INVALID_CONFIGURATION` when it is not of that form
   */
  constructor(text: string) {
    const [, scheme, wildcard, domain, port = ''] = FORM.exec(text) ?? [];
    if (
      scheme === undefined ||
      domain === undefined ||
      !URL.canParse(`${scheme}://${wildcard ? 'a.' : ''}${domain}:${port || 1}`)
    ) {
      throw new InvalidConfigurationError({
        setting: 'ui.sandboxOrigin',
        reason: `'${text}' is not an origin; write one such as https://*.pages.example.net`,
      });
    }
    this.#scheme = scheme.toLowerCase();
    this.#hasWildcard = wildcard !== undefined;
    this.#domain = domain.toLowerCase();
    this.#port = port;
  }

  /** Whether all extensions share one host, and so can read what the others store there. */
  get isShared(): boolean {
    return !this.#hasWildcard;
  }

  /** Whether a host, with its port, is one of these. */
  has(host: string): boolean {
    const [hostname, port] = split(host);
    return this.#hasName(hostname) && (this.#port === '' || port === this.#port);
  }

  /**
   * Whether these hosts are apart from the platform's own, at which it was asked. A second port is not a second host: cookies do not
   * tell ports apart. A host below the platform's is not apart either: it can set cookies that the platform receives. Below a
   * name without dots, such as `localhost`, browsers do not let it.
   */
  isApartFrom(host: string): boolean {
    const [hostname] = split(host);
    const isBelow = this.#domain === hostname || this.#domain.endsWith(`.${hostname}`);
    return !this.#hasName(hostname) && !(isBelow && hostname.includes('.'));
  }

  #hasName(hostname: string): boolean {
    return this.#hasWildcard ? hostname.endsWith(`.${this.#domain}`) : hostname === this.#domain;
  }

  /** The origin of an extension's documents, for a platform that was asked at `host`. */
  originOf(prefix: string, host: string): string {
    return this.#at(this.#hasWildcard ? `${labelOf(prefix)}.` : '', host);
  }

  /** The source that a policy allows to be framed. */
  sourceFor(host: string): string {
    return this.#at(this.#hasWildcard ? '*.' : '', host);
  }

  #at(labels: string, host: string): string {
    const port = this.#port === '' ? split(host)[1] : this.#port;
    return `${this.#scheme}://${labels}${this.#domain}${port === '' ? '' : `:${port}`}`;
  }
}
