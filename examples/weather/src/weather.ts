import {
  Bucket,
  Endpoint,
  EndpointError,
  Extension,
  Help,
  Logger,
  Menu,
  MimeType,
  Resource,
  Rest,
  type RestRequest,
  Route,
} from '@symphony-ts/extension';
import type { KeyValueBucket } from '@symphony-ts/storage';
import { Place, Report } from './report.js';
import { Station } from './station.js';

@Extension({ prefix: 'weather', name: 'Weather', version: '1.0.0', description: 'Knows the weather of any place' })
@Resource('ui://weather/home', { type: MimeType.SymphonyJsx, file: './pages/home.tsx' })
@Route('/weather', 'ui://weather/home')
@Menu('main', 'Weather', '/weather', 'fa-cloud-sun')
@Help({ file: './pages/help.md' })
export class Weather {
  constructor(
    // What is older than ten minutes is gone from the bucket, and so asked for again.
    @Bucket('weather_reports', { description: 'The latest reports', ttl: 600, schema: Report })
    private readonly reports: KeyValueBucket<Report>,
    private readonly station: Station,
    private readonly logger: Logger,
  ) {}

  @Endpoint({ request: Place, response: Report, description: 'The weather of a place' })
  async now({ place }: Place): Promise<Report> {
    const known = await this.reports.get(place);
    if (known) return known.value;
    const report = await this.#observe(place);
    await this.reports.put(place, report);
    return report;
  }

  @Rest('GET', '/places/{place}', { params: Place, response: Report, summary: 'The weather of a place' })
  async read({ params }: RestRequest<{ params: typeof Place }>): Promise<Report> {
    return this.now(params);
  }

  async #observe(place: string): Promise<Report> {
    try {
      return await this.station.observe(place);
    } catch (error) {
      this.logger.warn('the station does not answer', { err: error, place });
      throw new EndpointError(503, 'the weather station does not answer; ask again in a minute');
    }
  }
}
