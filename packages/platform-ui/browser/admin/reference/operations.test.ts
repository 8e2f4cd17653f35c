import { describe, expect, it } from '@jest/globals';
import { extensionOperations, readOperations } from './operations.js';

const document = {
  openapi: '3.1.0',
  servers: [{ url: 'https://elsewhere.example/api/v1/extensions/shop/v2/' }],
  paths: {
    '/items/{id}': {
      parameters: [
        { name: 'id', in: 'path', schema: { type: 'string' } },
        { name: 'c', in: 'cookie' },
      ],
      get: { tags: ['items'], summary: 'One item', responses: { 200: { description: 'it' } } },
      put: { requestBody: { $ref: '#/components/requestBodies/Item' }, deprecated: true },
      summary: 'no operation',
    },
    '/broken': 7,
  },
  components: {
    requestBodies: {
      Item: { content: { 'text/plain': {}, 'application/json': { schema: { type: 'object' } } } },
    },
  },
};

describe('readOperations', () => {
  it('reads parameters of the path, references and the JSON among several contents', () => {
    expect(readOperations(document, '/b')).toMatchObject([
      {
        method: 'GET',
        path: '/items/{id}',
        tag: 'items',
        summary: 'One item',
        parameters: [{ name: 'id', isRequired: true }],
      },
      {
        method: 'PUT',
        tag: 'Operations',
        isDeprecated: true,
        body: { contentType: 'application/json', schema: { type: 'object' } },
      },
    ]);
  });

  it.each([[undefined], [null], ['text'], [{ paths: [] }], [{ paths: { '/a': { get: [] } } }]])(
    'finds none in %j',
    (given) => {
      expect(readOperations(given, '')).toEqual([]);
    },
  );
});

describe('extensionOperations', () => {
  it('has the gateway of here before each path, and endpoints beside the operations', () => {
    const endpoint = { name: 'list', subject: 's', kind: 'endpoint' as const, response: { type: 'array' } };
    const instance = { name: 'status', subject: 's', kind: 'instance' as const };
    const services = [
      { name: 's', version: '1.0.0', description: '', endpoints: [endpoint, instance], openapi: document },
    ];
    const found = extensionOperations({ prefix: 'shop', name: 'Shop', version: '1.0.0', description: '', services });
    expect(found.map(({ base, path }) => base + path)).toEqual([
      '/api/v1/extensions/shop/v2/items/{id}',
      '/api/v1/extensions/shop/v2/items/{id}',
      '/api/v1/services/shop/list',
    ]);
  });
});
