import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { readOpenApi } from './openapi-document.js';

describe('readOpenApi', () => {
  it('reads YAML and JSON alike, and prefers x-symphony-endpoint', () => {
    const yaml = `
openapi: 3.0.3
info: { title: Weather, version: 1.0.0 }
paths:
  /weather/{city}:
    parameters: []
    get:
      operationId: weather
      x-symphony-endpoint: forecast.today
    post:
      operationId: report
`;
    const json = JSON.stringify({
      openapi: '3.0.3',
      paths: {
        '/weather/{city}': { get: { 'x-symphony-endpoint': 'forecast.today' }, post: { operationId: 'report' } },
      },
    });
    const expected = [
      { method: 'GET', endpoint: 'forecast.today' },
      { method: 'POST', endpoint: 'report' },
    ].map((parameter) => ({
      ...parameter,
      template: expect.objectContaining({ text: '/weather/{city}' }),
      ownsInstance: false,
    }));
    expect(readOpenApi(yaml)).toEqual({ basePaths: [], operations: expected, problems: [] });
    expect(readOpenApi(json).operations).toEqual(expected);
  });

  it.each([
    ['', 'the document is not an object'],
    ['[1]', 'the document is not an object'],
    ['{"a": ', 'the document cannot be read'],
    ['swagger: "2.0"', "'openapi' is absent, not 3.x"],
    ['openapi: 2', "'openapi' is 2, not 3.x"],
  ])('says why %j is not a document', (text, problem) => {
    expect(readOpenApi(text)).toMatchObject({ operations: [], problems: [expect.stringContaining(problem)] });
  });

  it.each([
    [{ items: { get: { operationId: 'a' } } }, "path 'items' does not begin with /"],
    [{ '/a': { get: {} } }, 'GET /a names no endpoint'],
    [{ '/a': { get: { operationId: 'two words' } } }, 'GET /a names no endpoint'],
    [{ '/a': { get: { operationId: 'all.>' } } }, 'GET /a names no endpoint'],
    [{ '/{a}{b}': { get: { operationId: 'x' } } }, 'two parameters with nothing between'],
    [{ '/{a}/{a}': { get: { operationId: 'x' } } }, "names parameter 'a' twice"],
    [{ '/{a': { get: { operationId: 'x' } } }, 'a brace without its partner'],
    [{ '/{}': { get: { operationId: 'x' } } }, 'a parameter without a name'],
    [{ '/a': 'text' }, "path '/a' is not an object"],
  ])('keeps the rest of a document with %j', (paths, problem) => {
    const document = readOpenApi(
      JSON.stringify({ openapi: '3.1.0', paths: { ...paths, '/ok': { get: { operationId: 'ok' } } } }),
    );
    expect(document.problems).toEqual([expect.stringContaining(problem)]);
    expect(document.operations.map((operation) => operation.endpoint)).toEqual(['ok']);
  });

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => expect(readOpenApi(text).problems).toBeDefined()),
    );
  });
});
