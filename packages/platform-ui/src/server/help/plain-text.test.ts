import { describe, expect, it } from '@jest/globals';
import { plainText } from './plain-text.js';

describe('plainText', () => {
  it.each([
    ['# Getting *started*\n\nTake **care** of ~~all~~ _it_.', 'Getting started Take care of all it.'],
    ['1. First\n2) Second\n- Third\n> Quoted', 'First Second Third Quoted'],
    ['See [the guide](/guide) and ![a picture](/p.png).', 'See the guide and a picture.'],
    ['| name | value |\n|---|:--:|\n| a | 1 |', 'name value a 1'],
    ['Call `orders.*.created`, not snake_case_name.', 'Call orders.*.created, not snake_case_name.'],
    ['```sh\nnats sub "orders.*" # all\n```\nAfter', 'nats sub "orders.*" # all After'],
    ['2 * 3 = 6', '2 * 3 = 6'],
    ['', ''],
    ['---', ''],
  ])('makes of %j %j', (markdown, text) => {
    expect(plainText(markdown)).toBe(text);
  });

  it.each(['[', '![a](', '*', '`', '|', '_', ' ', '#', '`a', '[a](b', '~'])('takes a long row of %j', (mark) => {
    // One second is hundreds of times the normal time. A regular expression that backtracks over the whole row takes minutes.
    const row = mark.repeat(200_000 / mark.length);
    const began = process.cpuUsage();
    plainText(`${row}x`);
    expect(process.cpuUsage(began).user).toBeLessThan(1_000_000);
  });
});
