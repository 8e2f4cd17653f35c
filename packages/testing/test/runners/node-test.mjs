// Run by `node --test`: the kit does not depend on its test runner.
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { defineExtension, endpoint } from '@symphony-ts/extension';
import { TestExtension } from '@symphony-ts/testing';

const chatty = defineExtension({
  prefix: 'chatty',
  name: 'Chatty',
  version: '1.0.0',
  endpoints: {
    say: endpoint({}, () => {
      console.log('said %s', 'hello');
      return 'hello';
    }),
  },
});

void it('keeps what an extension writes to the console', async () => {
  const extension = await TestExtension.create(chatty, { captureConsole: true });
  assert.equal(await extension.request('say'), 'hello');
  const written = extension.log.filter(({ fields }) => fields.source === 'console');
  assert.deepEqual(
    written.map(({ level, message }) => [level, message]),
    [['info', 'said hello']],
  );
  await extension.stop();
});
