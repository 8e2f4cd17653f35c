import { refusalReason } from './refusal-reason.js';

describe('refusalReason', () => {
  it.each([
    [404, '{"error":"there is no such operation","code":"ROUTE_NOT_FOUND"}', 'there is no such operation'],
    [0, '', 'The platform cannot be reached. Check your connection.'],
    [502, '<html>', 'The extension answered with HTTP 502, without a reason.'],
    [500, '{"error":" "}', 'The extension answered with HTTP 500, without a reason.'],
    [500, '{"error":{"a":1}}', 'The extension answered with HTTP 500, without a reason.'],
    [500, 'null', 'The extension answered with HTTP 500, without a reason.'],
  ])('of %i %s is %s', (status, body, expected) => {
    expect(refusalReason(status, body)).toBe(expected);
  });
});
