const URI = /^ui:\/\/([a-z][a-z0-9_-]*)\/([\w./-]+)$/;

/** The two halves of `ui://<prefix>/<name>`. */
export interface ResourceName {
  readonly prefix: string;
  readonly name: string;
}

/** Reads a resource's URI; `undefined` for a text that is not one, or whose name leaves the prefix. */
export function parseUri(uri: string): ResourceName | undefined {
  const [, prefix, name] = URI.exec(uri) ?? [];
  if (prefix === undefined || name === undefined || name.split('/').includes('..')) return undefined;
  return { prefix, name };
}

export const formatUri = ({ prefix, name }: ResourceName): string => `ui://${prefix}/${name}`;
