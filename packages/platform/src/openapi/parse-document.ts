import { openApiYaml, parseOpenApiJson, withoutMark } from '@symphony-ts/contract';
import { parse } from 'yaml';

/**
 * Parses a document of one's own, JSON or YAML.
 *
 * @throws `Error` that says what is wrong with the document, and which limit it exceeds
 */
export function parseDocument(text: string): unknown {
  return parseOpenApiJson(text) ?? parse(withoutMark(text), openApiYaml);
}
