import { buildCommand, CommandEnvelope, readCommandPayload } from './commands.js';

describe('buildCommand', () => {
  it.each<[string, unknown, CommandEnvelope]>([
    ['nothing', undefined, { command: 'go', payload: undefined }],
    ['JSON', { from: 1 }, { command: 'go', payload: { from: 1 } }],
    ['a text that could be base64', 'AAEC', { command: 'go', payload: 'AAEC' }],
    ['bytes', Uint8Array.of(0, 1, 255), { command: 'go', payload: 'AAH/', payloadEncoding: 'base64' }],
    ['no bytes', new Uint8Array(), { command: 'go', payload: '', payloadEncoding: 'base64' }],
  ])('sends %s so that the other side has the same', (_what, payload, envelope) => {
    expect(buildCommand('go', payload)).toEqual(envelope);
    expect(readCommandPayload(CommandEnvelope.parse(JSON.parse(JSON.stringify(envelope))))).toEqual(payload);
  });
});

it.each([
  ['a function', () => 1],
  ['a symbol', Symbol('s')],
])('refuses %s, which would arrive as nothing', (_what, payload) => {
  expect(() => buildCommand('go', payload)).toThrow(expect.objectContaining({ code: 'INVALID_CONFIGURATION' }));
});

it('leaves a payload as it is that says it is base64 and is no text', () => {
  expect(readCommandPayload({ command: 'go', payload: 7, payloadEncoding: 'base64' })).toBe(7);
});
