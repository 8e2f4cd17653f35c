import type { PageBucket } from './bucket.js';
import type { PageConnection } from './connection.js';

/** Path → label, from the first page to this one; the last label is the title of the window. */
export type Breadcrumbs = Readonly<Record<string, string>>;

/** Who looks at the page. @inferred */
export interface PageUser {
  /** Id of the person, which stays the same. */
  readonly id: string;
  /** Name to show. */
  readonly name: string;
  /** Address that the identity provider gives; absent where it gives none. */
  readonly email?: string | undefined;
  /** Groups that the identity provider gives. */
  readonly groups: readonly string[];
}

/** The colours of the shell. @inferred */
export interface PageTheme {
  /** The colours in use. */
  readonly mode: 'light' | 'dark';
}

/** What `useContext(SymphonyContext)` gives a page. */
export interface SymphonyPage {
  /** The connection; this shell draws a page only once it is there. @documented development/python */
  readonly nc: PageConnection | undefined;
  /** Sets the breadcrumbs and the title of the window. The function never changes. @documented development/python */
  readonly setTitle: (breadcrumbs: Breadcrumbs) => void;
  /** Opens a bucket: of this extension, or of the one that `prefix` names. @documented that it exists; shape @inferred */
  readonly kv: (bucket: string, options?: { readonly prefix?: string }) => PageBucket;
  /** Goes to a path of the shell, such as `/catalog`. @documented that it exists; shape @inferred */
  readonly navigate: (path: string) => void;
  /** @documented that it exists; shape @inferred */
  readonly theme: PageTheme;
  /** @inferred */
  readonly user: PageUser;
  /** Which extension and which resource this page is. @inferred */
  readonly extension: { readonly prefix: string; readonly uri: string };
}
