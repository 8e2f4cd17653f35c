import {
  endpointPath,
  openApiYaml,
  parseOpenApiJson,
  readOpenApiOperations,
  toError,
  withoutMark,
} from '@symphony-ts/contract';
import type { ExtensionModel } from '../model/extension-model.js';

/** The handlers that may answer an operation. */
export type Answering = Pick<ExtensionModel, 'endpoints' | 'instanceHandlers' | 'rest'>;

/** Reasons that the error shows. */
const MAX_SHOWN = 3;

/**
 * Why the platform would not serve a hand-written document, JSON or YAML, as it says; `undefined` if it serves all of it. The
 * document is read in the same way as the platform reads it. The YAML parser is loaded only for YAML.
 */
export async function findUnserved(text: string, model: Answering): Promise<string | undefined> {
  let document: unknown;
  try {
    document = parseOpenApiJson(text) ?? (await import('yaml')).parse(withoutMark(text), openApiYaml);
  } catch (error) {
    return `it cannot be read: ${toError(error).message}`;
  }
  const { operations, problems } = readOpenApiOperations(document);
  const known = new Set(namesOf(model));
  const unanswered = operations
    .filter(({ endpoint }) => !known.has(endpoint))
    .map(
      ({ method, template, endpoint }) => `${method} ${template.text} names '${endpoint}', which is not an endpoint`,
    );
  const all = [...problems, ...unanswered];
  if (all.length === 0) return undefined;
  const more = all.length > MAX_SHOWN ? `; and ${all.length - MAX_SHOWN} more` : '';
  return `${all.slice(0, MAX_SHOWN).join('; ')}${more}`;
}

const namesOf = ({ endpoints, instanceHandlers, rest }: Answering): readonly string[] => [
  ...endpoints.map(endpointPath),
  ...instanceHandlers.map(({ name }) => name),
  ...rest.map(({ name }) => name),
];
