import { childEnvironment } from './child-environment.js';

describe('childEnvironment', () => {
  it('has what a server needs, and nothing that may be secret', () => {
    const needed = { PATH: '/bin', HOME: '/somewhere', TMPDIR: '/tmp', GOMEMLIMIT: '1GiB', SystemRoot: 'C:\\Windows' };
    const others = {
      SYMPHONY_TOKEN: 's',
      REGISTRATION_TOKEN: 's',
      NATS_PASSWORD: 's',
      GOOGLE_KEY: 's',
      NODE_OPTIONS: 'x',
    };
    expect(childEnvironment({ ...needed, ...others })).toEqual(needed);
  });
});
