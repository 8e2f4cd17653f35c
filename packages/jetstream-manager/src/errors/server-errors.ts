import { serverErrors } from './server-errors.generated.js';

export { serverErrors };

/** The name of a server error, such as `JSStreamNotFoundErr`. */
export type ServerErrorName = keyof typeof serverErrors;

/** One error of the JetStream API. */
export type ServerError = (typeof serverErrors)[ServerErrorName];

const byCode = new Map<number, ServerError>(Object.values(serverErrors).map((error) => [error.errCode, error]));

/** The error with this `err_code`; `undefined` if the code is newer than this table. */
export function serverErrorByCode(errCode: number): ServerError | undefined {
  return byCode.get(errCode);
}

/** Whether an error reply or an `err_code` is this server error. */
export function isServerError(reply: number | { readonly err_code?: number }, error: ServerError): boolean {
  return (typeof reply === 'number' ? reply : reply.err_code) === error.errCode;
}
