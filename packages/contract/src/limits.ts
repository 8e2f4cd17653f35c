/**
 * The largest input that the platform accepts: for names and texts in UTF-16 units, for lists in entries. The platform checks the
 * limits when it receives the input, and names the place of what exceeds one. Each limit is far above the need of an extension.
 * Input at all limits together still costs the platform no noticeable time.
 */
// #region limits
export const limits = {
  /** A name for people: of an extension, a service, a key. */
  name: 200,
  description: 2_000,
  version: 64,
  /** One subject: of a capability, an endpoint, a right. */
  subject: 256,
  subjectTokens: 32,
  /** The last tokens of an endpoint's subject, or the id of an operation. */
  endpointName: 128,
  uri: 512,
  path: 512,
  icon: 64 * 1_024,
  /** Capabilities in each list of a grant, or in a whole manifest. */
  capabilities: 1_000,
  resources: 500,
  resourceText: 768 * 1_024,
  /** All texts of an extension's resources together. They are sent in pieces if they do not fit into one message. */
  resourceTexts: 16 * 1_024 * 1_024,
  resourcePiece: 128 * 1_024,
  /** Routes, including their children, and their depth. */
  routes: 500,
  routeDepth: 16,
  menus: 200,
  widgets: 200,
  buckets: 100,
  services: 20,
  /** Endpoints of one service. */
  endpoints: 1_000,
  metadataEntries: 50,
  metadataValue: 4_096,
  /** One OpenAPI document. The limit for YAML is lower, because YAML takes longer to read. */
  openApiBytes: 512 * 1_024,
  openApiYamlBytes: 256 * 1_024,
  openApiDepth: 64,
  operations: 1_000,
  openApiServers: 10,
  pathSegments: 32,
  /** A whole status entry, its message, and the instances of one extension. */
  statusBytes: 4_096,
  statusMessage: 1_000,
  instanceId: 64,
  instances: 1_000,
  /** A key of the storage service, or a filter of keys. */
  storageKey: 1_024,
  notes: 2_000,
  groups: 100,
  /** Valid keys of one person, including sessions. */
  keysOfOne: 10_000,
  /** Preferences of one person, each of at most 64 KiB. */
  preferences: 32,
  /** Keys of one registration token that were made in the last minutes and are not confirmed yet. */
  pendingUses: 1_000,
} as const;
// #endregion
