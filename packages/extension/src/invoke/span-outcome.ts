import type { OpenSpan } from '@symphony-ts/observability';

/** Why a request was refused, and with which status. */
export interface Refused {
  readonly status: number;
  readonly thrown: unknown;
}

/**
 * What is wrong with an answer, as `error.type` has it; `undefined` for nothing. What the caller did wrong is a refusal, and
 * over HTTP no error of the server at all. https://opentelemetry.io/docs/specs/semconv/http/http-spans/#status
 */
export function errorType(httpStatus: number | undefined, refusedWith: number | undefined): string | undefined {
  const status = httpStatus ?? refusedWith;
  if (status === undefined || (httpStatus !== undefined && httpStatus < 500)) return undefined;
  return String(status);
}

/** Says on the span of a request how it was answered, and ends it. From 500 on it has failed. */
export function endSpan(span: OpenSpan, httpStatus: number | undefined, refused: Refused | undefined): void {
  const error = errorType(httpStatus, refused?.status);
  if (httpStatus !== undefined) span.setAttribute('http.response.status_code', httpStatus);
  if (error !== undefined) span.setAttribute('error.type', error);
  if (refused && refused.status >= 500) span.recordError(refused.thrown);
  else if (httpStatus !== undefined && httpStatus >= 500) span.fail();
  span.end();
}
