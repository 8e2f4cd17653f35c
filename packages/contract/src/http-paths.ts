/** Paths of the platform's HTTP API. Their parameters are in braces, as in OpenAPI. `httpPath` fills them in. */
export const httpPaths = {
  ping: '/api/v1/ping',
  health: '/api/v1/health',
  ready: '/api/v1/ready',
  info: '/api/v1/symphonyinfo',
  metrics: '/api/v1/metrics',
  reference: '/api/v1/openapi.json',
  signIn: '/api/v1/usertoken',
  /** Where the identity provider reports that somebody signed out there (OpenID Connect Back-Channel Logout). */
  backchannelLogout: '/api/v1/backchannel-logout',
  /** Exchanges a token for NATS credentials: `GET` with `Authorization: Bearer <token>`. @documented operation + access/api */
  exchange: '/api/v1/apikey',
  ownUser: '/api/v1/userinfo',
  ownRoles: '/api/v1/roles',
  extensions: '/api/v1/extensions/all',
  features: '/api/v1/extensions/features',
  /** Describes an extension. Its REST operations are below this path. */
  extension: '/api/v1/extensions/{prefix}',
  /** Calls an endpoint. The body of the request is the input. */
  service: '/api/v1/services/{prefix}/{endpoint}',
  keys: '/api/v1/keys',
  key: '/api/v1/key/{id}',
  accounts: '/api/v1/admin/accounts',
  account: '/api/v1/admin/accounts/{prefix}',
  thaw: '/api/v1/admin/accounts/{prefix}/thaw',
  people: '/api/v1/admin/people',
  signInSettings: '/api/v1/admin/sign-in',
  roles: '/api/v1/admin/roles',
  role: '/api/v1/admin/roles/{name}',
  audit: '/api/v1/admin/audit',
  auditExport: '/api/v1/admin/audit/export',
  enforcement: '/api/v1/usage/enforcement',
  usageRecords: '/api/v1/usage/records',
  usageSummary: '/api/v1/usage/summary',
  attribution: '/api/v1/usage/records/{key}/attribution',
  licenses: '/api/v1/admin/licenses',
  license: '/api/v1/admin/licenses/{id}',
  businessUnits: '/api/v1/admin/business-units',
  businessUnit: '/api/v1/admin/business-units/{id}',
  attributionRules: '/api/v1/admin/attribution-rules',
  attributionRule: '/api/v1/admin/attribution-rules/{id}',
} as const satisfies Readonly<Record<string, `/api/v1/${string}`>>;

/** A path of {@link httpPaths}. */
export type HttpPath = (typeof httpPaths)[keyof typeof httpPaths];

type ParameterOf<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParameterOf<Rest>
  : never;

/** Fills in the parameters of a path, percent-encoded: `httpPath(httpPaths.role, { name: 'a b' })`. */
export const httpPath = <const Path extends HttpPath>(
  path: Path,
  params: Readonly<Record<ParameterOf<Path>, string>>,
): string =>
  // The type asks for each name that the braces hold.
  path.replaceAll(/\{(\w+)\}/g, (_, name: ParameterOf<Path>) => encodeURIComponent(params[name]));
