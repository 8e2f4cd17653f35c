import type { ExtensionSummary, KeyCapabilities, Logger, Manifest } from '@symphony-ts/contract';
import type { FastifyInstance, FastifyRequest, RouteShorthandOptions } from 'fastify';
import type { Person } from '../people/person.js';

/** Serves a user interface beside the API. It is called once, before the routes of the API are added. */
export type PlatformUi = (host: UiHost) => void | Promise<void>;

/** The session of a person who signed in. */
export interface UiSession {
  /** Id of the session's key. */
  readonly id: string;
  /** The person who signed in. */
  readonly person: Person;
  /** When the session ends, ISO 8601. */
  readonly expires: string;
  /** The permissions of the person's roles. */
  readonly capabilities: KeyCapabilities;
  /** `true` if an identity provider identified the person; `false` for the sign-in of development. */
  readonly isProviders: boolean;
}

/** The ways to sign in on this platform. */
export interface UiSignIn {
  /** Whether people on this machine are signed in automatically. */
  readonly development: boolean;
  /** The identity provider. `undefined` if there is none. */
  readonly oidc: { readonly issuer: string; readonly clientId: string; readonly clientSecret?: string } | undefined;
  /** Milliseconds after the sign-in in which a person may change keys and roles. */
  readonly freshMs: number;
}

/** NATS credentials for a key pair of a browser. The private key stays in the browser. */
export interface SignedCredentials {
  /** Instance id of the connection. The connection's own subjects contain it. */
  readonly instanceId: string;
  /** The user JWT. */
  readonly jwt: string;
  /** When the JWT expires, ISO 8601. */
  readonly expires: string;
}

/** One extension, with its registration and its live instances. */
export interface UiExtension {
  /** The latest registered manifest. */
  readonly manifest: Manifest;
  /** Its entry in lists of extensions, with its live instances. */
  readonly summary: ExtensionSummary;
  /** `true` if its API key belongs to the platform's operator; `false` if it belongs to a person. */
  readonly isOperators: boolean;
}

/** The parts of a platform that a user interface can use. */
export interface UiHost {
  /** The HTTP server. Add the routes of the user interface to it. */
  readonly app: FastifyInstance;
  /** Logger of the platform. */
  readonly logger: Logger;
  /** Name and version of the platform, for people. */
  readonly product: { readonly name: string; readonly shortName: string; readonly version: string };
  /** Returns the NATS addresses for clients. */
  readonly servers: () => readonly string[];
  /** The ways to sign in on this platform. */
  readonly signIn: UiSignIn;
  /** Options of a route without authentication. They limit the requests from one address in a minute. */
  readonly signInRoute: RouteShorthandOptions;
  /**
   * Starts a session for a person on this machine.
   *
   * @throws `AUTHENTICATION_FAILED` when development does not allow it
   */
  readonly signInHere: (request: FastifyRequest) => Promise<{ readonly token: string; readonly session: UiSession }>;
  /**
   * Confirms the presence of a person on this machine, so that the session may change keys and roles for a while.
   *
   * @throws `AUTHENTICATION_FAILED` when development does not allow it
   * @throws `INVALID_REQUEST` when the session comes from an identity provider
   */
  readonly confirmHere: (request: FastifyRequest, session: UiSession) => Promise<void>;
  /**
   * Starts a session for the person that the ID token names, and ends the session with the id `replaces`.
   *
   * @throws `AUTHENTICATION_FAILED` when the token is not valid
   */
  readonly signInWith: (
    idToken: string,
    replaces?: string,
  ) => Promise<{ readonly token: string; readonly session: UiSession }>;
  /**
   * Returns the session of a token.
   *
   * @throws `AUTHENTICATION_FAILED` when the token has no valid session
   */
  readonly session: (token: string) => UiSession;
  /** Ends a session, its API key and all connections of its browsers. */
  readonly signOut: (session: UiSession) => Promise<void>;
  /** Signs credentials for the public key of a browser. When the session ends, the connections with these credentials end, too. */
  readonly signBrowser: (session: UiSession, publicKey: string) => Promise<SignedCredentials>;
  /** Returns all registered extensions. */
  readonly extensions: () => readonly UiExtension[];
  /** Returns the latest manifest of an extension, or `undefined` if it is not registered. */
  readonly manifest: (prefix: string) => Manifest | undefined;
  /** Returns the revision of the registry on this replica. It rises with each change. */
  readonly revision: () => number;
  /** Resolves when this replica has seen that revision, or after `timeoutMs`. */
  readonly seen: (revision: number, timeoutMs: number) => Promise<void>;
  /** Personal settings of a person, such as a dashboard: a small JSON value for each name. */
  readonly preferences: {
    get(person: string, name: string): unknown;
    put(person: string, name: string, value: unknown): Promise<void>;
  };
  /** Returns 32 secret bytes for the purpose that `label` names. All replicas get the same bytes. */
  readonly secret: (label: string) => Uint8Array;
  /** Returns the address of the WebSocket listener of NATS, or `undefined` if there is none. */
  readonly websocket: () => string | undefined;
}
