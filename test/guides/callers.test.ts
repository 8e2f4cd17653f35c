import { TestExtension } from '@symphony-ts/testing';
import { Notes } from './callers.examples.js';

describe('Notes', () => {
  // #region callers
  it('lets only the author change a note', async () => {
    await using notes = await TestExtension.create(Notes);
    const ada = notes.as({ kind: 'person', key: 'key-1', person: 'ada' });
    const bob = notes.as({ kind: 'person', key: 'key-2', person: 'bob' });
    await ada.request('write', { id: '1', text: 'mine' });
    await expect(bob.request('write', { id: '1', text: 'his' })).rejects.toMatchObject({ remoteStatus: 403 });
    await expect(notes.request('write', { id: '2', text: 'nobody’s' })).rejects.toMatchObject({ remoteStatus: 403 });
  });
  // #endregion
});
