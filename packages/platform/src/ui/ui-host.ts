import type { ExtensionSummary, KeyCapabilities, Logger, Manifest } from '@symphony-ts/contract';
import type { FastifyInstance, FastifyRequest, RouteShorthandOptions } from 'fastify';
import type { Person } from '../people/person.js';

/** Serves a user interface beside the API. Called once, before the API's own routes are added. */
export type PlatformUi = (host: UiHost) => void | Promise<void>;

/** A session, by the token that stands for it. */
export interface UiSession {
  /** Id of the session's key. */
  readonly id: string;
  /** The person who signed in. */
  readonly person: Person;
  /** When it ends, ISO 8601. */
  readonly expires: string;
  /** What the person's roles permit. */
  readonly capabilities: KeyCapabilities;
  /** Whether the identity provider says who the person is; false for the sign-in of development. */
  readonly isProviders: boolean;
}

/** How people can sign in here. */
export interface UiSignIn {
  /** Whether people on this machine are signed in without being asked. */
  readonly development: boolean;
  /** The identity provider; `undefined` where there is none. */
  readonly oidc: { readonly issuer: string; readonly clientId: string; readonly clientSecret?: string } | undefined;
  /** How long ago somebody may have signed in who changes keys and roles, in milliseconds. */
  readonly freshMs: number;
}

/** NATS credentials for a key pair whose private half the browser keeps. */
export interface SignedCredentials {
  /** Id of the connection's owner, which subjects of its own contain. */
  readonly instanceId: string;
  /** The user JWT. */
  readonly jwt: string;
  /** When the JWT ends, ISO 8601. */
  readonly expires: string;
}

/** One extension: what it registered, and whether it lives. */
export interface UiExtension {
  /** What it registered last. */
  readonly manifest: Manifest;
  /** How it is listed, with its live instances. */
  readonly summary: ExtensionSummary;
  /** Whether its API key belongs to the platform's operator, not to a person. */
  readonly isOperators: boolean;
}

/** What a user interface may use of the platform that serves it. */
export interface UiHost {
  /** The HTTP server, to add routes to. */
  readonly app: FastifyInstance;
  /** Logger of the platform. */
  readonly logger: Logger;
  /** What people read as the name and version of the platform. */
  readonly product: { readonly name: string; readonly shortName: string; readonly version: string };
  /** NATS addresses for clients. */
  readonly servers: () => readonly string[];
  /** How people can sign in here. */
  readonly signIn: UiSignIn;
  /** Options of a route that strangers may ask: so many requests a minute from one address. */
  readonly signInRoute: RouteShorthandOptions;
  /**
   * Begins a session for a caller on this machine.
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
   * Begins a session for the person that the ID token names, and ends the session whose id is `replaces`.
   *
   * @throws `AUTHENTICATION_FAILED` when the token is not valid
   */
  readonly signInWith: (
    idToken: string,
    replaces?: string,
  ) => Promise<{ readonly token: string; readonly session: UiSession }>;
  /**
   * The live session of a token.
   *
   * @throws `AUTHENTICATION_FAILED` when there is none
   */
  readonly session: (token: string) => UiSession;
  /** Ends a session, its API key, and every connection of its browsers. */
  readonly signOut: (session: UiSession) => Promise<void>;
  /** Signs credentials for the public key of a browser, and notes it, so that the end of the session ends its connections. */
  readonly signBrowser: (session: UiSession, publicKey: string) => Promise<SignedCredentials>;
  /** All registered extensions. */
  readonly extensions: () => readonly UiExtension[];
  /** What an extension registered last; `undefined` where it is not registered. */
  readonly manifest: (prefix: string) => Manifest | undefined;
  /** Rises with each change of the registry that this replica has seen. */
  readonly revision: () => number;
  /** Resolves once this replica has seen that revision, or after `timeoutMs`. */
  readonly seen: (revision: number, timeoutMs: number) => Promise<void>;
  /** What a person has arranged, such as a dashboard; a small JSON value for each name. */
  readonly preferences: {
    get(person: string, name: string): unknown;
    put(person: string, name: string, value: unknown): Promise<void>;
  };
  /** 32 bytes that every replica derives alike, for one purpose that `label` names. */
  readonly secret: (label: string) => Uint8Array;
  /** Where the WebSocket listener of NATS is; `undefined` where there is none. */
  readonly websocket: () => string | undefined;
}
