import { Bucket, EndpointError, Extension, Rest, type RestRequest, RestResponse } from '@symphony-ts/extension';
import type { KeyValueBucket } from '@symphony-ts/storage';
import { z } from 'zod';

const Guest = z.object({ name: z.string().min(1), dish: z.string().optional() });
type Guest = z.infer<typeof Guest>;

/** Keys are visible ASCII; names need not be. */
const keyOf = (name: string): string => encodeURIComponent(name).replaceAll('.', '%2E').replaceAll('*', '%2A');

@Extension({ prefix: 'hello3', name: 'Guest list', version: '1.0.0', description: 'Guests over HTTP' })
export class Guests {
  constructor(
    @Bucket('hello3_guests', { description: 'Guests by name', schema: Guest })
    private readonly guests: KeyValueBucket<Guest>,
  ) {}

  @Rest('POST', '/guests', { body: Guest, summary: 'Invites a guest' })
  async invite({ body }: RestRequest<{ body: typeof Guest }>) {
    await this.guests.put(keyOf(body.name), body);
    const location = `/api/v1/extensions/hello3/guests/${encodeURIComponent(body.name)}`;
    return RestResponse.json(body, { status: 201, headers: { location } });
  }

  @Rest('GET', '/guests/{name}', { response: Guest, summary: 'One guest' })
  async guest({ params }: RestRequest<'/guests/{name}'>): Promise<Guest> {
    const entry = await this.guests.get(keyOf(params.name));
    if (!entry) throw new EndpointError(404, `${params.name} is not invited`);
    return entry.value;
  }

  @Rest('DELETE', '/guests/{name}', { summary: 'Takes a guest off the list' })
  async remove({ params }: RestRequest<'/guests/{name}'>): Promise<void> {
    await this.guests.delete(keyOf(params.name));
  }
}
