import { FirstCome, type Side } from './first-come.js';

const message = (text: string, reply = '') => ({ subject: 'news', reply, data: new TextEncoder().encode(text) });

type Step = [Side, string] | 'both-hear' | 'settle' | 'gone';

function deliver(steps: readonly Step[]): string {
  const firstCome = new FirstCome();
  const delivered: string[] = [];
  for (const step of steps) {
    if (step === 'both-hear') firstCome.bothHear();
    else if (step === 'settle') firstCome.settle();
    else if (step === 'gone') firstCome.ownIsGone();
    else if (firstCome.isFirst(step[0], message(step[1]))) delivered.push(step[1]);
  }
  return delivered.join('');
}

const own = (text: string): Step => ['own', text];
const standIn = (text: string): Step => ['stand-in', text];

it.each<{ what: string; steps: Step[]; delivered: string }>([
  { what: 'one heard by both', steps: ['both-hear', own('a'), standIn('a')], delivered: 'a' },
  { what: 'one heard by the stand-in first', steps: ['both-hear', standIn('a'), own('a')], delivered: 'a' },
  { what: 'one heard by one alone', steps: ['both-hear', standIn('a'), own('b')], delivered: 'ab' },
  {
    what: 'two of the same content',
    steps: ['both-hear', own('a'), own('a'), standIn('a'), standIn('a')],
    delivered: 'aa',
  },
  {
    what: 'two of the same content, in turns',
    steps: ['both-hear', own('a'), standIn('a'), standIn('a'), own('a')],
    delivered: 'aa',
  },
  {
    what: 'what the stand-in missed at first',
    steps: [own('a'), own('b'), 'both-hear', standIn('b'), own('c'), standIn('c')],
    delivered: 'abc',
  },
  {
    what: 'one of the same content as one that the stand-in missed',
    steps: [own('a'), 'both-hear', 'settle', standIn('a'), own('a'), standIn('a'), own('a')],
    delivered: 'aaa',
  },
  {
    what: 'what the stand-in brings late, after the socket is gone',
    steps: ['both-hear', own('a'), own('b'), standIn('a'), 'gone', standIn('b'), standIn('c')],
    delivered: 'abc',
  },
  {
    what: 'what came while the socket was gone, and again afterwards',
    steps: ['both-hear', 'gone', standIn('a'), standIn('b'), 'both-hear', own('b'), 'settle', own('a'), standIn('a')],
    delivered: 'aba',
  },
])('delivers once: $what', ({ steps, delivered }) => {
  expect(deliver(steps)).toBe(delivered);
});

it('tells two requests of the same content apart by where their replies go', () => {
  const firstCome = new FirstCome();
  firstCome.bothHear();
  expect(firstCome.isFirst('own', message('a', 'inbox.1'))).toBe(true);
  expect(firstCome.isFirst('stand-in', message('a', 'inbox.2'))).toBe(true);
});
