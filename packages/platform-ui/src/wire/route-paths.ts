/** A part of a path, decoded for people. If it is not percent-encoded correctly, such as `50% off`, it stays unchanged. */
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

/** The whole path of each route, and the address of its page. The path of a child begins with the path of its parent. */
export function flattenRoutes(routes: Readonly<Record<string, Route>>, base = ''): (readonly [string, string])[] {
  return Object.entries(routes).flatMap(([path, { uri, routes: children }]) => [
    [base + path, uri] as const,
    ...flattenRoutes(children ?? {}, base + path),
  ]);
}
