/** The person who is signed in, and the facts about the platform that the shell shows. */
export interface ShellSession {
  /** Changes with each sign-in. It is of no use to anybody else. */
  readonly id: string;
  readonly user: {
    readonly id: string;
    readonly name: string;
    readonly email?: string;
    readonly groups: readonly string[];
  };
  /** When it ends, ISO 8601. */
  readonly expires: string;
  readonly product: { readonly name: string; readonly shortName: string; readonly version: string };
  /** NATS address for clients, as help pages show it. */
  readonly address: string;
  /** The identity provider that identified the person. Omitted for the sign-in of development. */
  readonly provider?: SignInProvider;
  /** The capabilities of the person. They serve to hide what would be refused, and never to decide. */
  readonly may: { readonly pub: readonly string[]; readonly sub: readonly string[] };
}

/** The answer of `GET /ui/session`. "Nobody is signed in" is an answer, too. */
export type SessionAnswer = { readonly session: ShellSession } | { readonly ways: SignInWays };

/** The answer of `DELETE /ui/session`. */
export interface SignOutAnswer {
  /** The page where the identity provider ends its own session. It leads back to the shell. */
  readonly next?: string;
}

/** An identity provider. */
export interface SignInProvider {
  /** The address that begins a sign-in. With `again=1`, a person who is signed in has to sign in again. */
  readonly href: string;
  readonly name: string;
}

/** How one can sign in. Drawn by the sign-in page. */
export interface SignInWays {
  /** Without being asked, since this is a development platform on this machine. */
  readonly development: boolean;
  readonly provider?: SignInProvider;
  readonly product: { readonly name: string };
}

/** Credentials for the key pair of a browser. Answered by `POST /ui/credentials`. */
export interface BrowserCredentials {
  readonly instanceId: string;
  readonly jwt: string;
  readonly expires: string;
  /** Path of the WebSocket on this very origin. */
  readonly path: string;
}
