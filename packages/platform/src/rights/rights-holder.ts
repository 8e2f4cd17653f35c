import type { KeyCapabilities } from '@symphony-ts/contract';

/** The kinds of API keys. A key of the kind `registration` can only make permanent keys. */
export const keyKinds = ['extension', 'client', 'registration'] as const;
/** The kind of an API key: for an extension, for a client, or for registering new extension keys. */
export type KeyKind = (typeof keyKinds)[number];

/** The facts that decide the rights of an API key. */
export interface RightsHolder {
  readonly kind: KeyKind;
  /** The extension of an extension's key. */
  readonly prefix?: string | undefined;
  /** The granted capabilities. Omitted for a key with the default of its kind. */
  readonly capabilities?: KeyCapabilities | undefined;
}

/** The NATS users that connect with one API key, by their public NKeys. */
export interface KeyUsers {
  /** The user of the seed in the key's token. */
  readonly nkey: string;
  /** The browsers of a session, each of which keeps a seed of its own. */
  readonly browsers?: readonly { readonly nkey: string }[] | undefined;
}

export const usersOf = ({ nkey, browsers = [] }: KeyUsers): string[] => [
  nkey,
  ...browsers.map((browser) => browser.nkey),
];
