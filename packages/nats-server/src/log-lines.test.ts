import { LogLines } from './log-lines.js';

describe('LogLines', () => {
  it('joins chunks that break amid a line, and shows the unfinished one', () => {
    const logs = new LogLines();
    logs.add('one\ntw');
    logs.add('o\nthr');
    expect(logs.all()).toEqual(['one', 'two', 'thr']);
  });

  it('keeps the last lines only', () => {
    const logs = new LogLines(2);
    logs.add('a\nb\nc\n');
    logs.add('d\n');
    expect(logs.all()).toEqual(['c', 'd']);
  });

  it('tells of each line once, when its end is seen', () => {
    const seen: string[] = [];
    const logs = new LogLines(2, (line) => void seen.push(line));
    logs.add('a\nb');
    logs.add('c\nd\ne\n');
    expect(seen).toEqual(['a', 'bc', 'd', 'e']);
  });
});
