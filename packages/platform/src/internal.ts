// The gateway's reading of HTTP, for tests of extensions without a server.
export { readOpenApi } from './rest/openapi-document.js';
export { createOpenApiRouter } from './rest/openapi-router.js';
export { readReply } from './rest/reply.js';
export { buildEnvelope } from './rest/request-envelope.js';
