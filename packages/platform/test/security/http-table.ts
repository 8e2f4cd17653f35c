/** The callers: somebody without a valid token, and valid tokens of four kinds. */
export const callers = ['stranger', 'client', 'extension', 'registration', 'administrator'] as const;
export type Caller = (typeof callers)[number];

/** Every way to have no valid token. */
export const strangers = [
  'no token',
  'no bearer',
  'malformed',
  'foreign',
  'wrong secret',
  'revoked',
  'expired',
] as const;
export type Stranger = (typeof strangers)[number];

/** One route, and the status for each caller. */
export interface HttpRow {
  readonly method: string;
  /** `<catalog>` stands for the id of a key and instance of another extension. */
  readonly path: string;
  readonly body?: string;
  readonly status: Readonly<Record<Caller, number>>;
}

type Five = readonly [number, number, number, number, number];
const row = (
  line: string,
  [stranger, client, extension, registration, administrator]: Five,
  body?: string,
): HttpRow => {
  const [method = '', path = ''] = line.split(' ');
  const status = { stranger, client, extension, registration, administrator };
  return { method, path: `/api/v1/${path}`, status, ...(body === undefined ? {} : { body }) };
};

const open: Five = [200, 200, 200, 200, 200];
const live: Five = [401, 200, 200, 200, 200];
const listing: Five = [401, 200, 200, 403, 200];
/** For administrators, who get `status`. */
const admin = (status: number): Five => [401, 403, 403, 403, status];

/**
 * The answers over HTTP. The client and the extension may call `list` of `catalog`. The administrator has every right. 400 and
 * 404 mean that the caller was admitted but the request is meaningless, 501 that licensing is off.
 */
export const httpTable: readonly HttpRow[] = [
  row('GET ping', open),
  row('GET symphonyinfo', open),
  row('GET health', open),
  row('GET ready', open),
  row('GET openapi.json', open),
  row('GET usertoken', [401, 401, 401, 401, 401]),
  row('POST backchannel-logout', [400, 400, 400, 400, 400]),
  row('GET apikey', live),
  row('GET extensions/all', listing),
  row('GET extensions/features', listing),
  row('GET extensions/catalog', listing),
  row('POST services/catalog/list', listing, '{}'),
  row('POST services/catalog/admin', admin(200), '{}'),
  row('POST services/catalog/commands', admin(200), '{}'),
  row('POST services/catalog/logs', admin(200), '{}'),
  row('POST services/catalog/show?instance=<catalog>', admin(200), '{}'),
  row('POST services/catalog/list?instance=<catalog>', listing, '{}'),
  row('GET extensions/catalog/items', listing),
  row('POST extensions/catalog/items', admin(200), '{}'),
  row('GET usage/enforcement', listing),
  row('GET usage/records', admin(200)),
  row('GET usage/summary', admin(200)),
  row('PUT usage/records/none/attribution', admin(400), '{}'),
  row('GET admin/licenses', admin(200)),
  row('POST admin/licenses', admin(400), '{}'),
  row('DELETE admin/licenses/none', admin(501)),
  row('GET admin/business-units', admin(200)),
  row('PUT admin/business-units/none', admin(400), '{}'),
  row('DELETE admin/business-units/none', admin(404)),
  row('GET admin/attribution-rules', admin(200)),
  row('PUT admin/attribution-rules/none', admin(400), '{}'),
  row('DELETE admin/attribution-rules/none', admin(404)),
  row('GET keys', live),
  row('POST keys', admin(400), '{}'),
  row('PUT key/<catalog>', [401, 404, 404, 404, 200], '{"notes":"seen"}'),
  row('DELETE key/none', [401, 404, 404, 404, 404]),
  row('GET userinfo', live),
  row('GET roles', live),
  row('GET admin/people', admin(200)),
  row('GET admin/sign-in', admin(200)),
  row('GET admin/roles', admin(200)),
  row('PUT admin/roles/none', admin(400), '{}'),
  row('DELETE admin/roles/none', admin(404)),
  row('GET admin/audit', admin(200)),
  row('GET admin/audit/export', admin(200)),
  row('GET metrics', admin(200)),
  row('GET admin/accounts', admin(200)),
  row('POST admin/accounts/none/thaw', admin(404)),
  row('DELETE admin/accounts/none', admin(404)),
];
