import { assertKnownOptions, serverOptionNames } from './option-names.js';
import { startNatsCluster } from './start-nats-cluster.js';
import { startNatsServer } from './start-nats-server.js';

describe('options that nobody knows', () => {
  it.each<[unknown, string]>([
    [{ prt: 4222 }, "startNatsServer: there is no option 'prt': did you mean 'port'?"],
    [{ servername: 'a' }, "there is no option 'servername': did you mean 'serverName'?"],
    [{ toString: 1 }, "there is no option 'toString': it takes host, jetstream, operator, tls,"],
    [{ jetstream: { stroeDir: '/data' } }, "there is no option 'jetstream.stroeDir': did you mean 'storeDir'?"],
    [{ limits: { maxPayload: 1 } }, "there is no option 'limits.maxPayload': did you mean 'maxPayloadBytes'?"],
    [{ tls: { certfile: 'c', keyFile: 'k' } }, "there is no option 'tls.certfile': did you mean 'certFile'?"],
    [{ websocket: { tls: { cert: 'c' } } }, "there is no option 'websocket.tls.cert': did you mean 'certFile'?"],
    [{ websocket: { origins: [] } }, "there is no option 'websocket.origins': it takes host, port,"],
    [{ operator: { resolver: { preloads: {} } } }, "there is no option 'operator.resolver.preloads': did you mean"],
    [{ monitoring: { prt: 1 } }, "there is no option 'monitoring.prt': did you mean 'port'?"],
    [{ cluster: { nme: 'c' } }, "there is no option 'cluster.nme': did you mean 'name'?"],
    [4222, 'startNatsServer: the options are a number: give an object'],
    [{ monitoring: 8222 }, "'monitoring' is a number: give an object"],
    [{ tls: 'cert.pem' }, "'tls' is a string: give an object"],
    [{ a: 1, prt: 2 }, "there is no option 'prt': did you mean 'port'?; correct the option"],
  ])('are refused in %j before anything starts', async (options, message) => {
    await expect(startNatsServer(options as never)).rejects.toMatchObject({
      code: 'INVALID_CONFIG',
      message: expect.stringContaining(message),
    });
  });

  it.each<[unknown, string]>([
    [{ sise: 3 }, "startNatsCluster: there is no option 'sise': did you mean 'size'?"],
    [3, 'startNatsCluster: the options are a number: give an object'],
    [{ port: 4222 }, "there is no option 'port': it takes host,"],
    [{ jetstream: { strageDir: '/data' } }, "there is no option 'jetstream.strageDir': did you mean 'storeDir'?"],
  ])('are refused of a cluster in %j', async (options, message) => {
    await expect(startNatsCluster(options as never)).rejects.toMatchObject({
      code: 'INVALID_CONFIG',
      message: expect.stringContaining(message),
    });
  });

  it.each<[object]>([
    [{}],
    [{ prt: undefined }],
    [{ jetstream: false }],
    [{ jetstream: true, websocket: {}, monitoring: {} }],
    [{ config: { any: { thing: 1 } } }],
    [{ env: { ANY_NAME: '' } }],
    [{ operator: { jwt: '', systemAccount: '', resolver: { type: 'full', preload: { ANY: '' } } } }],
    [{ tls: { certFile: 'c', keyFile: 'k', caFile: 'a', verify: true }, limits: { maxConnections: 1 } }],
  ])('are not found in %j', (options) => {
    expect(() => assertKnownOptions('startNatsServer', options, serverOptionNames)).not.toThrow();
  });
});
