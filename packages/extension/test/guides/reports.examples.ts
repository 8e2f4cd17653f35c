import {
  Bucket,
  Endpoint,
  EndpointError,
  Extension,
  ExtensionContext,
  OnStart,
  Rest,
  type RestRequest,
  RestResponse,
} from '@symphony-ts/extension';
import { type ObjectStore, openObjectStore } from '@symphony-ts/storage';
import { z } from 'zod';

const Report = z.object({ name: z.string().min(1), lines: z.array(z.string()) });

// #region reports
@Extension({ prefix: 'reports', name: 'Reports', version: '1.0.0', description: 'Keeps reports of any size' })
@Bucket('reports_files', { objectStore: true, description: 'Reports by name' })
export class Reports {
  #files: ObjectStore | undefined;

  constructor(private readonly extension: ExtensionContext) {}

  @OnStart()
  async open(): Promise<void> {
    this.#files = await openObjectStore(this.extension.connection, 'reports_files');
  }

  @Endpoint({ request: Report, response: z.object({ bytes: z.number() }) })
  async save({ name, lines }: z.infer<typeof Report>) {
    const { size } = await this.files.put(name, lines.join('\n'), { description: `${lines.length} lines` });
    return { bytes: size };
  }

  @Rest('GET', '/files/{name}')
  async read({ params }: RestRequest<'/files/{name}'>) {
    const file = await this.files.get(params.name);
    if (!file) throw new EndpointError(404, `there is no report '${params.name}'`);
    return RestResponse.bytes(await file.bytes(), 'text/plain; charset=utf-8');
  }

  private get files(): ObjectStore {
    if (!this.#files) throw new EndpointError(503, 'the reports are not open yet');
    return this.#files;
  }
}
// #endregion
