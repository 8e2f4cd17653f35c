import {
  errorCodes,
  JetStreamManagerError,
  type JetStreamManagerErrorCode,
} from '@symphony-ts/jetstream-manager/internal';
import { errorText } from './error-text.js';

// True: the codes are the keys of the table.
const codes = Object.keys(errorCodes) as readonly JetStreamManagerErrorCode[];

describe('errorText', () => {
  it.each(codes)('says of %s nothing of functions and options of the library', (code) => {
    const text = errorText(new JetStreamManagerError(code, 'something'));
    expect(text).toMatch(new RegExp(`^\\[${code}\\] something; .+`));
    expect(text).not.toMatch(/\w\(|timeoutMs|acceptLoss|renderFormats|pass |manager/);
  });

  it('leaves other errors as they are', () => {
    expect(errorText(new Error('x; retry'))).toBe('x; retry');
    expect(errorText('text')).toBe('text');
  });
});
