import { silentLogger } from '@symphony-ts/contract';
import { StatusBoard } from './status-board.js';
import { StatusReader } from './status-reader.js';

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A source whose reads end when the test says so. */
class HandSource {
  readonly started: string[] = [];
  readonly #ends = new Map<string, (error?: Error) => void>();
  readInitial(prefix: string): Promise<void> {
    this.started.push(prefix);
    return new Promise((resolve, reject) => {
      this.#ends.set(prefix, (error) => (error ? reject(error) : resolve()));
    });
  }
  async end(prefix: string, error?: Error): Promise<void> {
    this.#ends.get(prefix)?.(error);
    await settled();
  }
}

let source: HandSource;
let board: StatusBoard;
let reader: StatusReader;
beforeEach(() => {
  source = new HandSource();
  board = new StatusBoard();
  reader = new StatusReader(source, board, silentLogger);
});

describe('StatusReader', () => {
  it('returns at once, reads a few at a time, and goes on past one that never ends', async () => {
    reader.read(['a', 'b', 'c', 'd', 'e', 'f']);
    expect(source.started).toEqual(['a', 'b', 'c', 'd']);
    await source.end('b');
    await source.end('e');
    expect(source.started).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
    expect(['a', 'b', 'e', 'f', 'never asked'].map((prefix) => board.isUnread(prefix))).toEqual([
      true,
      false,
      false,
      true,
      false,
    ]);
  });
  it('counts an account as read if reading fails, because its heartbeats follow', async () => {
    reader.read(['a']);
    await source.end('a', new Error('no such account'));
    expect(board.isUnread('a')).toBe(false);
  });
  it('starts no more once stopped', async () => {
    reader.read(['a', 'b', 'c', 'd', 'e']);
    reader.stop();
    await source.end('a');
    expect(source.started).not.toContain('e');
  });
});
