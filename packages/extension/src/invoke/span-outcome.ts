import type { OpenSpan } from '@symphony-ts/observability';

/** Why a request was refused, and with which status. */
export interface Refused {
  readonly status: number;
  readonly thrown: unknown;
}

/**
 * The `error.type` of an answer; `undefined` if the answer is not an error. A mistake of the caller is a refusal, and over HTTP
 * it is not an error of the server. https://opentelemetry.io/docs/specs/semconv/http/http-spans/#status
 */
export function errorType(httpStatus: number | undefined, refusedWith: number | undefined): string | undefined {
  const status = httpStatus ?? refusedWith;
  if (status === undefined || (httpStatus !== undefined && httpStatus < 500)) return undefined;
  return String(status);
}

/** Records on the span of a request how it was answered, and ends the span. A status of 500 or more marks it as failed. */
export function endSpan(span: OpenSpan, httpStatus: number | undefined, refused: Refused | undefined): void {
  const error = errorType(httpStatus, refused?.status);
  if (httpStatus !== undefined) span.setAttribute('http.response.status_code', httpStatus);
  if (error !== undefined) span.setAttribute('error.type', error);
  if (refused && refused.status >= 500) span.recordError(refused.thrown);
  else if (httpStatus !== undefined && httpStatus >= 500) span.fail();
  span.end();
}
