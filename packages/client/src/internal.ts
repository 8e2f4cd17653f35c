export { registrationRefused } from './calls/registration-refused.js';
export { wireNames } from './calls/wire-names.js';
export { openCredentialStore, openFileStore } from './identity/open-store.js';
export { clearCredentials, listCredentials } from './identity/manage-credentials.js';
export { FileStore } from './identity/file-store.js';
export { KeyringStore } from './identity/keyring-store.js';
export { findToken } from './identity/token-source.js';
export { exchangeToken } from './exchange/exchange-token.js';
export { readUserJwt } from './exchange/user-jwt.js';
export { explainFailure } from './exchange/fetch-failure.js';
export { readdressServers, resolvePlatformAddress } from './address/platform-address.js';
export { encodePayload, decodePayload } from './calls/payload.js';
export { formatAddress, isLoopback, parseAddress } from './address/address.js';

export type { InnerScope } from './calls/call-options.js';
export type { Address } from './address/address.js';
export type { CredentialSummary } from './identity/manage-credentials.js';
export type { Credentials } from './exchange/credentials.js';
export type { WireEndpoint, WireNamed, WireNames } from './calls/wire-names.js';
