import { JetStreamApiError } from '@nats-io/jetstream';
import { NoRespondersError, RequestError, TimeoutError } from '@nats-io/nats-core';
import { silentLogger } from '@symphony-ts/contract';
import { whenJetStreamAnswers } from './when-jetstream-answers.js';

/** The library does not export this class. */
const notEnabled = () => Object.assign(new Error('JetStream not enabled for account'), { name: 'JetStreamNotEnabled' });
const apiError = (code: number, err_code: number) => new JetStreamApiError({ code, err_code, description: 'why' });

describe('whenJetStreamAnswers', () => {
  it.each([
    ['an account that is not known yet', notEnabled()],
    ['a cluster without a leader', apiError(503, 10_008)],
    ['peers that are not there yet', apiError(503, 10_005)],
    ['nobody who answers', new RequestError('request failed', { cause: new NoRespondersError('$JS.API.INFO') })],
    ['an answer that is late', new TimeoutError()],
  ])('waits for %s', async (_, error) => {
    const operation = jest.fn<Promise<string>, []>().mockRejectedValueOnce(error).mockResolvedValue('done');
    await expect(whenJetStreamAnswers(operation, { logger: silentLogger })).resolves.toBe('done');
    expect(operation).toHaveBeenCalledTimes(2);
  });

  it.each([
    ['a refusal', apiError(400, 10_052)],
    ['anything else', new Error('boom')],
  ])('passes %s on at once', async (_, error) => {
    const operation = jest.fn<Promise<string>, []>().mockRejectedValue(error);
    await expect(whenJetStreamAnswers(operation, { logger: silentLogger })).rejects.toBe(error);
    expect(operation).toHaveBeenCalledTimes(1);
  });

  it('gives up with the last reason', async () => {
    const error = apiError(503, 10_008);
    const operation = jest.fn<Promise<string>, []>().mockRejectedValue(error);
    await expect(whenJetStreamAnswers(operation, { logger: silentLogger, patienceMs: 300 })).rejects.toBe(error);
    expect(operation.mock.calls.length).toBeGreaterThan(1);
  });
});
