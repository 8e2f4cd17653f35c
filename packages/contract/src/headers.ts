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
