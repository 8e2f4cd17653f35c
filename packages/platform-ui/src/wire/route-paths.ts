/** A part of a path as people read it. One that is not percent-encoded, such as `50% off`, stays as it is. */
export function decodeText(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A route, with the routes below it. */
interface Route {
  readonly uri: string;
  readonly routes?: Readonly<Record<string, Route>> | undefined;
}

/** The whole path of each route, and the address of what is there; children stand below their parent's path. */
export function flattenRoutes(routes: Readonly<Record<string, Route>>, base = ''): (readonly [string, string])[] {
  return Object.entries(routes).flatMap(([path, { uri, routes: children }]) => [
    [base + path, uri] as const,
    ...flattenRoutes(children ?? {}, base + path),
  ]);
}
