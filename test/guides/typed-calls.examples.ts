import { Endpoint, type EndpointInput, type EndpointReply, Extension } from '@symphony-ts/extension';
import { z } from 'zod';

// #region typed
const Page = z.object({ words: z.string(), limit: z.number().default(10) });
const Found = z.object({ ids: z.array(z.string()), isComplete: z.boolean().default(true) });

@Extension({ prefix: 'finder', name: 'Finder', version: '1.0.0' })
export class Finder {
  @Endpoint({ request: Page, response: Found })
  find({ words, limit }: EndpointInput<typeof Page>): EndpointReply<typeof Found> {
    return { ids: words.split(' ').slice(0, limit) };
  }
}
// #endregion
