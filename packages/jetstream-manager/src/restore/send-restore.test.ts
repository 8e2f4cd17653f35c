import { windowOf } from './send-restore.js';

it.each([
  ['2.15.1', 512 * 1024, 8],
  ['2.12.6', 8 * 1024 * 1024, 1],
  ['2.12.5', 512 * 1024, 2],
  ['2.9.10', 1024, 2],
  ['unknown', 1024, 2],
])(
  'nats-server %s is sent as many chunks of %i bytes at once as it can refuse: %i',
  (version, chunkBytes, expected) => {
    expect(windowOf(version, chunkBytes)).toBe(expected);
  },
);
