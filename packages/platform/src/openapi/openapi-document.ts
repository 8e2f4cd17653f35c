import {
  isSymphonyError,
  type OpenApiDocument,
  openApiYaml,
  parseOpenApiJson,
  readOpenApiOperations,
  toError,
  withoutMark,
} from '@symphony-ts/contract';
import { parse } from 'yaml';
import type { DocumentReader } from './document-reader.js';

/** Reads an OpenAPI 3.x document, JSON or YAML, as `readOpenApiOperations` does. */
export function readOpenApi(text: string): OpenApiDocument {
  try {
    return readOpenApiOperations(parseDocument(text));
  } catch (error) {
    return unreadable(error);
  }
}

/**
 * Reads the document of an extension in another process, so that this thread stays free. Throws `TOO_MANY_REQUESTS` as the
 * reader does.
 */
export async function readOpenApiOf(prefix: string, text: string, reader: DocumentReader): Promise<OpenApiDocument> {
  try {
    return readOpenApiOperations(await reader.parse(prefix, text));
  } catch (error) {
    if (isSymphonyError(error)) throw error;
    return unreadable(error);
  }
}

const LONGEST_TEXT = 300;
const unreadable = (error: unknown): OpenApiDocument => ({
  basePaths: [],
  operations: [],
  problems: [`the document cannot be read: ${toError(error).message.slice(0, LONGEST_TEXT)}`],
});

/**
 * Parses a document of the platform itself or of a test, JSON or YAML.
 *
 * @throws `Error` that says what is wrong with the document, and which limit it exceeds
 */
function parseDocument(text: string): unknown {
  return parseOpenApiJson(text) ?? parse(withoutMark(text), openApiYaml);
}
