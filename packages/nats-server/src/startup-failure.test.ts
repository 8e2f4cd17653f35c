import { quote, readStartupFailure } from './startup-failure.js';

describe('readStartupFailure', () => {
  it.each([
    '[1] [FTL] Error listening on port: 127.0.0.1:4222, "listen tcp 127.0.0.1:4222: bind: address already in use"',
    "[1] [FTL] Can't listen to the monitor port: listen tcp4 127.0.0.1:4222: bind: address already in use",
    '[1] [FTL] Unable to listen for websocket connections: listen tcp [::1]:4222: bind: address already in use',
  ])('names the port in %s', (line) => {
    const error = readStartupFailure('nats-server', { code: 1 }, ['[1] [INF] Starting', line]);
    expect(error).toMatchObject({ code: 'PORT_IN_USE', details: { port: 4222 } });
    expect(error.message).toContain('port 4222');
  });

  it('quotes what a server printed that refused its configuration', () => {
    const error = readStartupFailure('nats-server', { code: 1 }, ['nats-server: server.conf:1:1: unknown field "x"']);
    expect(error.code).toBe('NATS_SERVER_FAILED');
    expect(error.message).toContain('exited with 1 at start: nats-server: server.conf:1:1: unknown field "x"');
  });

  it('names the signal that ended it', () => {
    expect(readStartupFailure('nats-server', { signal: 'SIGKILL' }, []).message).toContain('ended by SIGKILL');
  });

  it('keeps the cause of a binary that cannot be run', () => {
    const cause = new Error('spawn /x ENOENT');
    expect(readStartupFailure('/x', { error: cause }, [])).toMatchObject({ code: 'NATS_SERVER_NOT_FOUND', cause });
  });
});

describe('quote', () => {
  it.each([
    [['a [INF] x', 'b [ERR] y', 'c [INF] z', 'd [FTL] w'], 'b [ERR] y | d [FTL] w'],
    [['1', '2', '3', '4', '5', '6'], '2 | 3 | 4 | 5 | 6'],
    [[], 'it said nothing'],
  ])('picks the telling lines of %j', (logs, expected) => {
    expect(quote(logs)).toBe(expected);
  });
});
