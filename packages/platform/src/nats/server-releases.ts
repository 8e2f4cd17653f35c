import { type Logger, SymphonyError } from '@symphony-ts/contract';
import { type AdvisoryArea, advisoriesOf, type ServerAdvisory, safeReleases } from '@symphony-ts/jetstream-manager';

/**
 * The mechanisms that keep extensions, people and the platform apart. A security hole in one of them removes the separation.
 */
const WALLS: readonly AdvisoryArea[] = ['accounts', 'permissions', 'request-info'];
/** Further parts that a platform's servers have switched on. */
const EXPOSED: readonly AdvisoryArea[] = ['operator', 'websocket', 'monitoring', 'jetstream'];

export interface ServerReleasesOptions {
  /** Accepts a server that does not keep accounts apart, and logs a warning. */
  readonly isVulnerableAllowed: boolean;
  readonly logger: Logger;
}

/** Judges the releases of the servers that the platform runs on, each once. */
export class ServerReleases {
  readonly #options: ServerReleasesOptions;
  readonly #judged = new Set<string>();

  constructor(options: ServerReleasesOptions) {
    this.#options = options;
  }

  /** @throws `VULNERABLE_SERVER` for a release with published holes in what keeps accounts apart */
  assertSafe(address: string, version: string): void {
    if (this.#judged.has(version)) return;
    const advisories = advisoriesOf(version);
    const holes = advisories.filter(({ area, effect }) => effect === 'isolation' && WALLS.includes(area));
    if (holes.length > 0) this.#refuse(address, version, holes);
    this.#judged.add(version);
    const others = advisories.filter((advisory) => !holes.includes(advisory) && EXPOSED.includes(advisory.area));
    if (others.length === 0) return;
    this.#options.logger.warn('the release of nats-server has published holes', {
      address,
      version,
      advisories: others.map(describe),
      mendedIn: safeReleases(advisories),
    });
  }

  #refuse(address: string, version: string, holes: readonly ServerAdvisory[]): void {
    const refused = { address, version, holes: holes.map(describe), releases: safeReleases(holes) };
    if (!this.#options.isVulnerableAllowed) throw new SymphonyError('VULNERABLE_SERVER', refused);
    this.#options.logger.warn(
      'VULNERABLE SERVER: extensions are NOT kept apart on this release of nats-server; never run more than a development platform on it',
      refused,
    );
  }
}

const describe = ({ id, title }: ServerAdvisory): string => `${id} (${title})`;
