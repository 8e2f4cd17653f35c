/** Message headers that the SDK reads and writes. */
export const headers = {
  /** W3C trace context. @documented monitoring */
  traceparent: 'traceparent',
  tracestate: 'tracestate',
  /** Milliseconds that the caller still waits. A duration works even if the clocks differ. @inferred */
  timeout: 'Symphony-Timeout',
  /** Id of a request. The caller sends it again when it gives up. @inferred */
  requestId: 'Symphony-Request',
  /** Identity of the caller, attested by the platform. See `CallerProof`. @inferred */
  caller: 'Symphony-Caller',
  /** Type of the payload. Set for text and bytes if the payload alone does not show its type. @inferred */
  contentType: 'Content-Type',
  /** Code and text of a micro error reply. @documented by NATS ADR-32 */
  errorCode: 'Nats-Service-Error-Code',
  error: 'Nats-Service-Error',
} as const;

/**
 * Names of the headers in which proxies and platforms name the caller, in lower case. Callers could write them as well, so
 * handlers never receive them: only the platform says who calls.
 */
const IDENTITY =
  /^(?:symphony-|x-symphony-|nats-|x-forwarded-(?:user|email|groups|preferred-username|access-token)|x-auth-request-|x-remote-|x-authenticated-|x-client-cert|x-ssl-client|x-amzn-oidc-|x-goog-authenticated-|x-goog-iap-|x-ms-client-principal|cf-access-|remote-(?:user|email|groups|name)$|ssl-client|x-user(?:name|-(?:id|name|email|roles?|groups?))?$|x-webauth-)/;

/** True for the name, in lower case, of an HTTP header that claims the identity of the caller. */
export const isIdentityHeader = (name: string): boolean => IDENTITY.test(name);
