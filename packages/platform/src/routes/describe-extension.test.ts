import { describe, expect, it } from '@jest/globals';
import { Manifest } from '@symphony-ts/contract';
import { DocumentReader } from '../openapi/document-reader.js';
import { describeExtension } from './extension-routes.js';

describe('describeExtension', () => {
  it('tells what is wrong with a document that an earlier release took', async () => {
    const service = (openapi: string): object => ({ name: 'shop', version: '1.0.0', metadata: { openapi } });
    const services = [service('openapi: 3.1.0'), service('{ "openapi": ')];
    const manifest = Manifest.parse({ prefix: 'shop', name: 'Shop', version: '1.0.0', services });
    expect(await describeExtension(manifest, new DocumentReader())).toMatchObject({
      services: [
        { openapi: { openapi: '3.1.0' } },
        { problem: expect.stringMatching(/^the OpenAPI document cannot be read: /) },
      ],
    });
  });
});
