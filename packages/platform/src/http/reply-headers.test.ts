import { mayReplySet } from './reply-headers.js';

describe('mayReplySet', () => {
  it.each([
    'cache-control',
    'etag',
    'location',
    'retry-after',
    'content-disposition',
    'x-total',
    'x-custom',
    'x-request-id',
  ])('lets %s through', (name) => {
    expect(mayReplySet(name)).toBe(true);
  });

  it.each([
    'set-cookie',
    'set-cookie2',
    'www-authenticate',
    'access-control-allow-origin',
    'content-security-policy',
    'content-security-policy-report-only',
    'strict-transport-security',
    'clear-site-data',
    'service-worker-allowed',
    'alt-svc',
    'nel',
    'report-to',
    'refresh',
    'link',
    'origin-trial',
    'permissions-policy',
    'sourcemap',
    'server',
    'via',
    'date',
    'content-type',
    'content-length',
    'transfer-encoding',
    'connection',
    'upgrade',
    'x-accel-redirect',
    'x-accel-buffering',
    'x-sendfile',
    'x-sourcemap',
    'x-frame-options',
    'x-content-type-options',
    'x-content-security-policy',
    'x-webkit-csp',
    'x-xss-protection',
    'x-forwarded-host',
    'x-reproxy-url',
    'x-lighttpd-send-file',
    'x-ratelimit-limit',
    'x-dns-prefetch-control',
    'x-symphony',
    'symphony-caller',
    'something-new',
  ])('withholds %s', (name) => {
    expect(mayReplySet(name)).toBe(false);
  });
});
