/** Message headers the SDK reads and writes. */
export const headers = {
  /** W3C trace context. @documented monitoring */
  traceparent: 'traceparent',
  tracestate: 'tracestate',
  /** Milliseconds the caller still waits, so that no clocks need agree. @inferred */
  timeout: 'Symphony-Timeout',
  /** Names a request, so that its caller can say that it has given up. @inferred */
  requestId: 'Symphony-Request',
  /** Who calls, as the platform attests it: see `CallerProof`. @inferred */
  caller: 'Symphony-Caller',
  /** What the payload is, where its bytes alone do not say it: text and bytes. @inferred */
  contentType: 'Content-Type',
  /** Code and text of a micro error reply. @documented by NATS ADR-32 */
  errorCode: 'Nats-Service-Error-Code',
  error: 'Nats-Service-Error',
} as const;

/**
 * Names by which proxies and platforms say who calls, in lower case. Whoever calls could write them, so that none reaches a
 * handler: who calls is told by the platform alone.
 */
const IDENTITY =
  /^(?:symphony-|x-symphony-|nats-|x-forwarded-(?:user|email|groups|preferred-username|access-token)|x-auth-request-|x-remote-|x-authenticated-|x-client-cert|x-ssl-client|x-amzn-oidc-|x-goog-authenticated-|x-goog-iap-|x-ms-client-principal|cf-access-|remote-(?:user|email|groups|name)$|ssl-client|x-user(?:name|-(?:id|name|email|roles?|groups?))?$|x-webauth-)/;

/** Whether an HTTP header, its name in lower case, claims to say who calls. */
export const isIdentityHeader = (name: string): boolean => IDENTITY.test(name);
