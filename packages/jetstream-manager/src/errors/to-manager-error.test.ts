import { errors } from '@nats-io/nats-core';
import { toManagerError } from './to-manager-error.js';

/** An error of another installed copy of the library: the same name and fields, but another class. */
function foreign(name: string, fields: object = {}, cause?: unknown): Error {
  const error = Object.assign(new Error('of another copy', { cause }), fields);
  error.name = name;
  return error;
}

describe('toManagerError', () => {
  it.each([
    ['TIMEOUT', foreign('TimeoutError')],
    ['TIMEOUT', new errors.TimeoutError()],
    ['NO_RESPONDERS', foreign('RequestError', {}, foreign('NoResponders'))],
    ['NO_RESPONDERS', new errors.RequestError('no responders', { cause: new errors.NoRespondersError('a') })],
    ['PERMISSION_DENIED', foreign('PermissionViolationError', { operation: 'publish', subject: 'a' })],
    ['PERMISSION_DENIED', foreign('RequestError', {}, foreign('PermissionViolationError', { operation: 'publish' }))],
    ['JETSTREAM_UNAVAILABLE', foreign('JetStreamNotEnabled')],
    ['INVALID_NAME', foreign('InvalidNameError')],
    ['DISCONNECTED', foreign('ClosedConnectionError')],
    ['DISCONNECTED', foreign('RequestError', {}, foreign('DrainingConnectionError'))],
    ['STREAM_NOT_FOUND', foreign('StreamNotFoundError', { apiError: () => ({ code: 404, err_code: 10059 }) })],
    ['API_ERROR', foreign('JetStreamApiError', { apiError: () => ({ code: 500, err_code: 10062 }) })],
    ['FILE_ERROR', foreign('Error', { syscall: 'open', errno: -2 })],
    ['INVALID_ARGUMENT', foreign('TypeError')],
    ['INVALID_ARGUMENT', 'a text'],
  ])('says %s of what it is by its name', (code, error) => {
    expect(toManagerError(error, 'the call')).toMatchObject({ code, message: expect.stringContaining('the call') });
  });
});
