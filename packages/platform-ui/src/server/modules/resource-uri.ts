const URI = /^ui:\/\/([a-z][a-z0-9_-]*)\/([\w./-]+)$/;

/** The two halves of `ui://<prefix>/<name>`. */
export interface ResourceName {
  readonly prefix: string;
  readonly name: string;
}

/** Reads a resource's URI; `undefined` for text that is none, or whose name climbs. */
export function parseUri(uri: string): ResourceName | undefined {
  const [, prefix, name] = URI.exec(uri) ?? [];
  if (prefix === undefined || name === undefined || name.split('/').includes('..')) return undefined;
  return { prefix, name };
}

export const formatUri = ({ prefix, name }: ResourceName): string => `ui://${prefix}/${name}`;
