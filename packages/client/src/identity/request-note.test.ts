import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { silentLogger } from '@symphony-ts/contract';
import { RequestNote } from './request-note.js';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'request-note-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

const noteOf = (prefix = 'catalog', entry = `ext-${prefix}`): RequestNote =>
  new RequestNote({ env: { XDG_CONFIG_HOME: home }, entry, prefix, logger: silentLogger });
const folder = () => join(home, 'cirata', 'requests');

describe('RequestNote', () => {
  it('has nothing to repeat at first', async () => {
    await expect(noteOf().repeat(4)).resolves.toBeUndefined();
  });

  it('repeats a request with attempts that were not made yet, until it is forgotten', async () => {
    const { requestId } = await noteOf().begin(4);
    await expect(noteOf().repeat(4)).resolves.toEqual({ requestId, attempt: 4 });
    await expect(noteOf().repeat(4)).resolves.toEqual({ requestId, attempt: 8 });
    await noteOf().forget();
    await expect(noteOf().repeat(4)).resolves.toBeUndefined();
    await expect(readdir(folder())).resolves.toEqual([]);
  });

  it('begins another request under another id', async () => {
    const [one, other] = [await noteOf().begin(1), await noteOf().begin(1)];
    expect(one.requestId).not.toBe(other.requestId);
    await expect(noteOf().repeat(1)).resolves.toEqual({ requestId: other.requestId, attempt: 1 });
  });

  it("does not repeat another extension's, whose entry has the same name", async () => {
    await noteOf('catalog', 'ext-catalog-2').begin(1);
    await expect(noteOf('catalog-2', 'ext-catalog-2').repeat(1)).resolves.toBeUndefined();
  });

  it.each(['', '{', '{"prefix":"catalog"}', '{"prefix":"catalog","requestId":"x","attempt":-1}'])(
    'does not repeat what %j says',
    async (text) => {
      await mkdir(folder(), { recursive: true });
      await writeFile(join(folder(), 'ext-catalog.json'), text);
      await expect(noteOf().repeat(1)).resolves.toBeUndefined();
    },
  );

  it('is readable by nobody else', async () => {
    await noteOf().begin(1);
    expect((await stat(join(folder(), 'ext-catalog.json'))).mode & 0o777).toBe(0o600);
  });

  it('works without a note if nothing can be written', async () => {
    await writeFile(join(home, 'cirata'), 'in the way');
    const request = await noteOf().begin(1);
    expect(request).toEqual({ requestId: expect.any(String), attempt: 0 });
    await expect(noteOf().forget()).resolves.toBeUndefined();
  });
});
