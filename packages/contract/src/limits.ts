/**
 * How much of anything the platform takes: of names and texts, that many UTF-16 units; of lists, that many entries. They are
 * applied where input enters, and what exceeds one is refused with its place. Each is far above what an extension needs, and low
 * enough that the worst of each kind together costs the platform no noticeable time.
 */
// #region limits
export const limits = {
  /** Names that people read: of extensions, services, keys. */
  name: 200,
  description: 2_000,
  version: 64,
  /** One subject: of a capability, an endpoint, a right. */
  subject: 256,
  subjectTokens: 32,
  /** The last tokens of an endpoint's subject, an operation's id. */
  endpointName: 128,
  uri: 512,
  path: 512,
  icon: 64 * 1_024,
  /** Each list of a grant, and all that a manifest declares. */
  capabilities: 1_000,
  resources: 500,
  resourceText: 768 * 1_024,
  /** All texts of an extension's resources together, which come in pieces where one message does not hold them. */
  resourceTexts: 16 * 1_024 * 1_024,
  resourcePiece: 128 * 1_024,
  /** Routes with those below them, and how deep they stand in one another. */
  routes: 500,
  routeDepth: 16,
  menus: 200,
  widgets: 200,
  buckets: 100,
  services: 20,
  /** Of one service. */
  endpoints: 1_000,
  metadataEntries: 50,
  metadataValue: 4_096,
  /** One OpenAPI document; in YAML, which takes longer to read, fewer. */
  openApiBytes: 512 * 1_024,
  openApiYamlBytes: 256 * 1_024,
  openApiDepth: 64,
  operations: 1_000,
  openApiServers: 10,
  pathSegments: 32,
  /** A status entry as a whole, its message, and the instances of one extension. */
  statusBytes: 4_096,
  statusMessage: 1_000,
  instanceId: 64,
  instances: 1_000,
  /** A key of the storage service, or a filter of keys. */
  storageKey: 1_024,
  notes: 2_000,
  groups: 100,
  /** Keys of one person that count, sessions included. */
  keysOfOne: 10_000,
  /** Preferences of one person, each of which has at most 64 KiB. */
  preferences: 32,
  /** Keys of one registration token that were minted in the last minutes and are not settled yet. */
  pendingUses: 1_000,
} as const;
// #endregion
