import type { PageBucket } from './bucket.js';
import type { PageConnection } from './connection.js';

/** Labels by path, from the first page to this one. The last label is the title of the window. */
export type Breadcrumbs = Readonly<Record<string, string>>;

/** The person who looks at the page. @inferred */
export interface PageUser {
  /** Id of the person. It never changes. */
  readonly id: string;
  /** Name to show. */
  readonly name: string;
  /** Email address from the identity provider. Absent if the provider gives none. */
  readonly email?: string | undefined;
  /** Groups of the person at the identity provider. */
  readonly groups: readonly string[];
}

/** The colours of the shell. @inferred */
export interface PageTheme {
  /** The colours in use. */
  readonly mode: 'light' | 'dark';
}

/** The value of `useContext(SymphonyContext)` in a page. */
export interface SymphonyPage {
  /** The connection. This shell draws a page only when it is connected. @documented development/python */
  readonly nc: PageConnection | undefined;
  /** Sets the breadcrumbs and the title of the window. The function never changes. @documented development/python */
  readonly setTitle: (breadcrumbs: Breadcrumbs) => void;
  /** Opens a bucket of this extension, or of the extension with `prefix`. @documented that it exists; shape @inferred */
  readonly kv: (bucket: string, options?: { readonly prefix?: string }) => PageBucket;
  /** Opens a path of the shell, such as `/catalog`. @documented that it exists; shape @inferred */
  readonly navigate: (path: string) => void;
  /** @documented that it exists; shape @inferred */
  readonly theme: PageTheme;
  /** @inferred */
  readonly user: PageUser;
  /** The extension of this page, and the resource that it shows. @inferred */
  readonly extension: { readonly prefix: string; readonly uri: string };
}
