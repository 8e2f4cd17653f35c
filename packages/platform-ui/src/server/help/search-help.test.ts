import { describe, expect, it } from '@jest/globals';
import { searchHelp } from './search-help.js';

const page = (title: string, text: string) => ({ path: `/help/extensions/${title}`, title, text });
const filler = (count: number): string => Array.from({ length: count }, (_, index) => `filler${index}`).join(' ');

const pages = [
  page('Orders', 'An order is paid by invoice. Refunds take three days.'),
  page('Invoices', 'How accountants print them.'),
  page('Storage', 'A pre-invoice stays for a year. Äpfel and STRASSE.'),
  page('C++', 'Costs $5.00 (net) [each] | a\\b ^ {x}?'),
];
const found = (typed: string): string[] => searchHelp(pages, typed).map(({ path }) => path.split('/').at(-1) ?? '');

describe('searchHelp', () => {
  it.each([
    ['refunds', ['Orders']],
    ['REFUNDS order', ['Orders']],
    ['days three', ['Orders']],
    ['invoice', ['Invoices', 'Orders', 'Storage']],
    ['voice', ['Invoices', 'Orders', 'Storage']],
    ['refunds accountants', []],
    ['äpfel', ['Storage']],
    ['äpfel'.normalize('NFD'), ['Storage']],
    ['strasse', ['Storage']],
    ['$5.00', ['C++']],
    ['(net) [each]', ['C++']],
    ['a\\b ^ {x}? |', ['C++']],
    ['c++', ['C++']],
    ['.*', []],
    ['', []],
    ['   ', []],
  ])('finds for %j %j', (typed, titles) => {
    expect(found(typed)).toEqual(titles);
  });

  it('prefers a word that begins with what was typed', () => {
    const given = [page('One', 'reordered'), page('Two', 'ordered')];
    expect(searchHelp(given, 'order').map(({ path }) => path.slice(-3))).toEqual(['Two', 'One']);
  });

  it.each([
    ['at the beginning', 'needle in hay.', 'needle', 'needle in hay.'],
    ['the whole of a short text', 'Hay and a needle in hay.', 'needle', 'Hay and a needle in hay.'],
    ['empty for a title alone', 'Hay.', 'Page', ''],
  ])('shows a text %s', (_, text, typed, snippet) => {
    expect(searchHelp([page('Page', text)], typed)[0]?.snippet).toBe(snippet);
  });

  it('shows the part that holds the most of the words, in whole words', () => {
    const text = `One needle. ${filler(60)} The needle has a thread. ${filler(60)}`;
    const snippet = searchHelp([page('Page', text)], 'thread needle')[0]?.snippet ?? '';
    expect(snippet).toContain('The needle has a thread.');
    expect(snippet).toMatch(/^…filler\d+ .*filler\d+…$/);
    expect(snippet.length).toBeLessThanOrEqual(160);
  });

  it('bounds pages, snippets and words', () => {
    const long = Array.from({ length: 50 }, (_, index) =>
      page(`Page ${index}`, `${'x'.repeat(500)}needle${'y'.repeat(500)}`),
    );
    const all = searchHelp(long, 'needle');
    expect(all).toHaveLength(20);
    for (const { snippet } of all) {
      expect(snippet.length).toBeLessThanOrEqual(160);
      expect(snippet).toContain('needle');
    }
    expect(searchHelp(long, `${'needle '.repeat(8)} absent`)).toHaveLength(20);
  });
});
