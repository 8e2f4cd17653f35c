import { Endpoint, EndpointError, type EndpointRequest, Extension } from '@symphony-ts/extension';
import { z } from 'zod';

const Note = z.object({ id: z.string(), text: z.string() });

@Extension({ prefix: 'notes', name: 'Notes', version: '1.0.0', description: 'Keeps notes, each for its author' })
export class Notes {
  readonly #authors = new Map<string, string>();

  // #region caller
  @Endpoint({ request: Note })
  write({ id }: z.infer<typeof Note>, { caller }: EndpointRequest): void {
    if (caller?.kind !== 'person') throw new EndpointError(403, 'only people write notes');
    const author = this.#authors.get(id) ?? caller.person;
    if (author !== caller.person) throw new EndpointError(403, 'this note is somebody else’s');
    this.#authors.set(id, author);
  }
  // #endregion
}
