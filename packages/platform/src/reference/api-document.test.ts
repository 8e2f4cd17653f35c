import { describe, expect, it } from '@jest/globals';
import { buildApiDocument } from './api-document.js';

const document = buildApiDocument({ name: 'Symphony', version: '1.2.3' });

describe('buildApiDocument', () => {
  it('says who it is about', () => {
    expect(document).toMatchObject({ openapi: '3.1.0', info: { title: 'Symphony platform', version: '1.2.3' } });
  });

  it('has schemas of what callers send: times are text, and what has a default may be absent', () => {
    expect(document).toMatchObject({
      paths: {
        '/api/v1/keys': {
          post: {
            requestBody: {
              content: {
                'application/json': {
                  schema: {
                    required: ['name', 'kind'],
                    properties: { kind: { enum: ['extension', 'client', 'registration'] } },
                  },
                },
              },
            },
          },
        },
        '/api/v1/key/{id}': { put: { parameters: [{ name: 'id', in: 'path', required: true }] } },
        '/api/v1/ping': { get: { security: [] } },
      },
    });
  });

  it('is JSON, all of it', () => {
    expect(JSON.parse(JSON.stringify(document))).toEqual(document);
  });
});
