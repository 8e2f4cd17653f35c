import { typesForRequestSubject } from './request-subject.js';

const api = (name: string) => `io.nats.jetstream.api.v1.${name}`;

describe('typesForRequestSubject', () => {
  it.each([
    ['$JS.API.INFO', undefined, 'account_info_response'],
    ['$JS.API.STREAM.INFO.ORDERS', 'stream_info_request', 'stream_info_response'],
    ['$JS.hub.API.STREAM.INFO.ORDERS', 'stream_info_request', 'stream_info_response'],
    ['$JS.API.CONSUMER.CREATE.ORDERS.NEW.orders.>', 'consumer_create_request', 'consumer_create_response'],
    ['$JS.API.CONSUMER.DURABLE.CREATE.ORDERS.NEW', 'consumer_create_request', 'consumer_create_response'],
    ['$JS.API.CONSUMER.MSG.NEXT.ORDERS.NEW', 'consumer_getnext_request', undefined],
    ['$JS.API.CONSUMER.LEADER.STEPDOWN.O.N', 'consumer_leader_stepdown_request', 'consumer_leader_stepdown_response'],
  ])('knows %s', (subject, request, response) => {
    expect(typesForRequestSubject(subject)).toEqual({
      request: request && api(request),
      response: response && api(response),
    });
  });

  it('understands an own prefix', () => {
    expect(typesForRequestSubject('from.hub.STREAM.LIST', 'from.hub')?.response).toBe(api('stream_list_response'));
  });

  it.each(['$JS.API.STREAM.INFO', '$JS.API.STREAM.INFO.A.B', '$JS.API', 'orders.new', '$JS.ACK.S.C'])(
    'knows nothing of %s',
    (subject) => {
      expect(typesForRequestSubject(subject)).toBeUndefined();
    },
  );
});
