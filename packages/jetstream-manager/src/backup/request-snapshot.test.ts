import { buildApiError } from '../errors/api-error.js';
import { requestSnapshot } from './request-snapshot.js';

/** A server that gives these answers in turn. A text is a reply; any other answer refuses the snapshot. */
function serverThatAnswers(...answers: (string | { readonly refusal: string })[]) {
  return {
    requestText: async (subject: string): Promise<string> => {
      const answer = answers.shift() ?? { refusal: 'no more answers' };
      if (typeof answer === 'string') return answer;
      throw buildApiError({ code: 500, err_code: 10064, description: answer.refusal }, subject);
    },
  };
}

describe('requestSnapshot', () => {
  it('says that a stream in memory cannot be backed up, in place of the words of servers before 2.15', async () => {
    const server = serverThatAnswers({ refusal: 'snapshot failed: no impl' });
    await expect(requestSnapshot(server, 'CACHE', '{}', 0)).rejects.toMatchObject({
      code: 'MEMORY_STREAM',
      details: { stream: 'CACHE' },
    });
  });

  it('asks again while the server still makes another snapshot of the stream', async () => {
    const server = serverThatAnswers({ refusal: 'snapshot already in progress' }, 'the reply');
    expect(await requestSnapshot(server, 'S', '{}', 60_000)).toBe('the reply');
  });

  it.each([
    ['does not end in time', 'snapshot already in progress', 0],
    ['has another reason', 'no space left', 60_000],
  ])('passes the refusal on if it %s', async (_, refusal, patienceMs) => {
    await expect(requestSnapshot(serverThatAnswers({ refusal }), 'S', '{}', patienceMs)).rejects.toMatchObject({
      code: 'API_ERROR',
      description: refusal,
    });
  });
});
