/** The NATS users that connect with one API key, by their public NKeys. */
export interface KeyUsers {
  /** The user whose seed the key's token gives. */
  readonly nkey: string;
  /** The browsers of a session, each of which keeps a seed of its own. */
  readonly browsers?: readonly { readonly nkey: string }[] | undefined;
}

export const usersOf = ({ nkey, browsers = [] }: KeyUsers): string[] => [
  nkey,
  ...browsers.map((browser) => browser.nkey),
];
