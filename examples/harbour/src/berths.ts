import {
  Bucket,
  Endpoint,
  EndpointError,
  type EndpointRequest,
  ExtensionContext,
  Injectable,
  Rest,
  type RestRequest,
  RestResponse,
} from '@symphony-ts/extension';
import type { KeyValueBucket } from '@symphony-ts/storage';
import { z } from 'zod';
import { Below, NewShip, Ship, ShipName } from './ship.js';
import { shipsTable } from './ships-table.js';
import { Tides } from './tides.js';

/** The part of the harbour where ships lie: what is asked over NATS and HTTP. */
@Injectable()
export class Berths {
  constructor(
    @Bucket('harbour_ships', { description: 'Ships in harbour', history: 3, maxBytes: 10_000_000, schema: Ship })
    private readonly ships: KeyValueBucket<Ship>,
    @Bucket('harbour_flags', { description: 'Their flags', raw: true })
    private readonly flags: KeyValueBucket<Uint8Array>,
    private readonly tides: Tides,
    private readonly context: ExtensionContext,
  ) {}

  @Endpoint({ request: NewShip, response: ShipName, description: 'A ship moors' })
  async moor(ship: NewShip, { span }: EndpointRequest): Promise<ShipName> {
    span.setAttribute('harbour.ship', ship.name);
    await this.context.tracer.span('berth', () => this.ships.put(ship.name, ship));
    this.context.metrics.counter('harbour.tons', { unit: 't' }).add(ship.tons);
    await this.context.publish('extensions.harbour.moored', { name: ship.name });
    return { name: ship.name };
  }

  @Endpoint('moor-all', { request: z.array(Ship), group: 'fleet' })
  async moorAll(ships: Ship[]) {
    const { succeeded, failed, errors } = await this.ships.putAll(ships.map((ship) => [ship.name, ship] as const));
    return { succeeded, failed, refused: [...errors.keys()] };
  }

  /** Asks another extension; its answer has to come before our own caller gives up. */
  @Endpoint()
  async weather(_input: unknown, { client }: EndpointRequest) {
    const report = await client.request('cirata.extensions.weather.now', { place: this.context.prefix });
    return { report, hoursToHighWater: this.tides.hoursLeft() };
  }

  @Endpoint({ request: Ship })
  async unload({ tons }: Ship) {
    const { units, enforcement } = await this.context.reportUsage({ tons_unloaded: tons });
    if (enforcement.applies === 'enforced' || enforcement.applies === 'disabled') {
      throw new EndpointError(402, 'the licence is used up');
    }
    return { units };
  }

  @Rest('GET', '/ships', { query: Below, summary: 'Lists the ships', tags: ['ships'] })
  async list({ query }: RestRequest<{ query: typeof Below }>) {
    const ships = await this.#inHarbour();
    return { depth: this.tides.depth, ships: ships.filter(({ tons }) => tons < query.below) };
  }

  /** The content of the htmx page: HTML, not JSON. */
  @Rest('GET', '/pages/table', { summary: 'The ships as a table of HTML', tags: ['pages'] })
  async table() {
    return RestResponse.text(shipsTable(await this.#inHarbour()), { contentType: 'text/html' });
  }

  @Rest('PUT', '/ships/{name}/flag', { params: ShipName, summary: 'Hoists a flag', tags: ['ships'] })
  async hoist({ params, body }: RestRequest<{ params: typeof ShipName }>) {
    if (!(body instanceof Uint8Array)) return RestResponse.error(415, 'a flag is an image');
    await this.flags.put(params.name, body);
    return RestResponse.empty();
  }

  async #inHarbour(): Promise<Ship[]> {
    return [...(await this.ships.getAll(this.ships.keys())).values()].map(({ value }) => value);
  }
}
