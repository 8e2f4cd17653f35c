import { readLogViolation } from './log-violation.js';

const USER = 'UAJTVDZQORWCHV34DMOYYXWXRHD26XSXRGS4MOECXTAAVV77J7W5T4BJ';
const ACCOUNT = 'AALASW4KSL6T3VBVPNZWGYRBJO3HX4AWBN3ZW2QHXYEFITQCFVC5VKOA';

describe('readLogViolation', () => {
  it.each([
    [
      'of 2.15',
      `[1] 2026/11/27 01:04:35.975241 [ERR] 127.0.0.1:35766 - cid:107 - "v3.4.0:nats.js" - "${ACCOUNT}/PEOPLE/nkey:${USER}" - Subscription Violation - Subject ">", SID 2`,
      { operation: 'subscribe', subject: '>', user: USER },
    ],
    [
      'of 2.9',
      `[1] 2026/11/27 01:04:39.667418 [ERR] 127.0.0.1:37164 - cid:107 - "v3.4.0:nats.js" - Publish Violation - Nkey "${USER}", Subject "$SYS.REQ.X"`,
      { operation: 'publish', subject: '$SYS.REQ.X', user: USER },
    ],
    ['about something else', '[1] [ERR] 127.0.0.1:1 - cid:108 - authentication error', undefined],
    ['that only looks like it', '[1] [INF] the name of a client is "x Violation - y"', undefined],
  ])('it reads a line %s', (_what, line, expected) => {
    expect(readLogViolation(line)).toEqual(expected);
  });
});
