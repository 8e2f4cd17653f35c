// The gateway's reading of HTTP, for tests of extensions without a server.
export { readOpenApi } from './openapi/openapi-document.js';
export { createOpenApiRouter } from './openapi/openapi-router.js';
export { callExtension, readTimeout } from './http/call-extension.js';
export { readReply } from './http/reply.js';
export { routedBody } from './http/routed-call.js';
