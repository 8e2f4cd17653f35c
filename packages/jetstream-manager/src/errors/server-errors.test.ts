import { referenceErrors } from '../../test/support/reference-schemas.js';
import { isServerError, serverErrorByCode, serverErrors } from './server-errors.js';

describe('serverErrors', () => {
  it('holds each error of the server catalogue, as it is there', () => {
    const expected = referenceErrors.map(({ constant, code, error_code, description }) => [
      constant,
      { name: constant, errCode: error_code, status: code, description },
    ]);
    expect(serverErrors).toEqual(Object.fromEntries(expected));
    expect(Object.keys(serverErrors)).toHaveLength(224);
  });
});

describe('serverErrorByCode', () => {
  it.each(referenceErrors)('finds $constant by $error_code', ({ constant, error_code }) => {
    expect(serverErrorByCode(error_code)?.name).toBe(constant);
  });

  it('finds nothing for a code that is not in the catalogue', () => {
    expect(serverErrorByCode(1)).toBeUndefined();
  });
});

describe('isServerError', () => {
  it.each([
    [10059, true],
    [{ err_code: 10059 }, true],
    [{ err_code: 10058 }, false],
    [{}, false],
  ])('compares %j', (reply, expected) => {
    expect(isServerError(reply, serverErrors.JSStreamNotFoundErr)).toBe(expected);
  });
});
