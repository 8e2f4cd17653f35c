/** Who is signed in, and what the shell shows of the platform. */
export interface ShellSession {
  /** Changes with each sign-in; says nothing that would help anybody else. */
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
  /** The identity provider that says who the person is; absent for the sign-in of development. */
  readonly provider?: SignInProvider;
  /** What the person may do, as capabilities; for hiding what would be refused, never for deciding. */
  readonly may: { readonly pub: readonly string[]; readonly sub: readonly string[] };
}

/** What `GET /ui/session` answers: nobody is signed in is an answer, too. */
export type SessionAnswer = { readonly session: ShellSession } | { readonly ways: SignInWays };

/** What `DELETE /ui/session` answers. */
export interface SignOutAnswer {
  /** Where the identity provider ends its own session; it leads back to the shell. */
  readonly next?: string;
}

/** An identity provider. */
export interface SignInProvider {
  /** The address that begins a sign-in. With `again=1`, somebody who is signed in is asked again. */
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
