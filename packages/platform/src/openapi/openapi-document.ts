import { type OpenApiDocument, readOpenApiOperations, toError } from '@symphony-ts/contract';
import { parseDocument, parseDocumentAside } from './parse-document.js';

/** Reads an OpenAPI 3.x document, JSON or YAML, as `readOpenApiOperations` does. */
export function readOpenApi(text: string): OpenApiDocument {
  try {
    return readOpenApiOperations(parseDocument(text));
  } catch (error) {
    return unreadable(error);
  }
}

/** The same without holding up this thread: for documents that somebody else wrote, and that may be made to take long. */
export async function readOpenApiAside(text: string): Promise<OpenApiDocument> {
  try {
    return readOpenApiOperations(await parseDocumentAside(text));
  } catch (error) {
    return unreadable(error);
  }
}

const LONGEST_TEXT = 300;
const unreadable = (error: unknown): OpenApiDocument => ({
  basePaths: [],
  operations: [],
  problems: [`the document cannot be read: ${toError(error).message.slice(0, LONGEST_TEXT)}`],
});
