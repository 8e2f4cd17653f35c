// The gateway's reading of HTTP, for tests of extensions without a server.
export { CallerSigner } from './callers/caller-signer.js';
export { readOpenApi } from './openapi/openapi-document.js';
export { createOpenApiRouter } from './openapi/openapi-router.js';
export { callExtension, readTimeout } from './http/call-extension.js';
export { readHttpReply } from './http/http-reply.js';
export { unixSeconds } from './operator/jwt.js';
export { type GatewayRequest, readInstance } from './http/request-envelope.js';
export { refusalWith } from './http/library-refusal.js';
export { routedBody } from './http/routed-call.js';

// What the HTTP API answers, for those who draw it.
export type { AuditEntry } from './audit/audit-entry.js';
export type { PersonSummary } from './people/people-service.js';
export type { ExtensionDescription, ServiceDescription } from './routes/extension-routes.js';
export type { LicenseSummary } from './routes/license-routes.js';
export type { SignInSettings } from './routes/people-routes.js';
export type { AttributionRule, BusinessUnit } from './usage/attribution.js';
export type { SummaryGroup, SummaryInterval, SummaryStep, UsageSummary } from './usage/summary.js';
