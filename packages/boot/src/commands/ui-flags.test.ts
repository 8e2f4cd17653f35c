import path from 'node:path';
import type { UiOptions } from '@symphony-ts/platform-ui';
import { Command, InvalidArgumentError } from 'commander';
import { declarePlatform } from './platform.js';
import { pagePackages, type UiFlags, uiOptions } from './ui-flags.js';

const here = path.relative(process.cwd(), __dirname) || '.';

describe(pagePackages, () => {
  it.each<[string, Readonly<Record<string, string>>, Readonly<Record<string, string>>]>([
    [`catalog=${here}`, {}, { catalog: __dirname }],
    [`catalog=${__dirname}/../commands`, {}, { catalog: __dirname }],
    [`shop-2=${here}`, { catalog: '/a' }, { catalog: '/a', 'shop-2': __dirname }],
    [`constructor=${here}`, {}, { constructor: __dirname }],
  ])('reads %s after %j', (text, before, expected) => {
    expect(pagePackages(text, before)).toEqual(expected);
  });

  const form = 'It must be a prefix and a folder, such as catalog=./catalog.';
  const missing = path.join(__dirname, 'nowhere');
  it.each<[string, string]>([
    ['', form],
    ['catalog', form],
    ['catalog=', form],
    [`=${here}`, form],
    [`Catalog=${here}`, 'A prefix is lower case, begins with a letter and has at most 48 characters.'],
    [`__proto__=${here}`, 'A prefix is lower case, begins with a letter and has at most 48 characters.'],
    [`taken=${here}`, 'taken has a folder already.'],
    [`catalog=${missing}`, `${missing} is not a folder that can be read.`],
    [`catalog=${missing}/a=b`, `${missing}/a=b is not a folder that can be read.`],
    [`catalog=${__filename}`, `${__filename} is not a folder that can be read.`],
    [`catalog=${__filename}/below`, `${__filename}/below is not a folder that can be read.`],
  ])('refuses %j', (text, reason) => {
    expect(() => pagePackages(text, { taken: '/a' })).toThrow(new InvalidArgumentError(reason));
  });
});

/** The options of `ui()` for these words after `symphony-boot platform`. */
function optionsOf(...words: string[]): UiOptions {
  const command = new Command('platform').exitOverride().configureOutput({ writeErr: () => undefined });
  declarePlatform(command, { output: { out: () => undefined, err: () => undefined }, finish: () => undefined });
  command.parseOptions(words);
  return uiOptions(command.opts<UiFlags>());
}

describe(uiOptions, () => {
  it.each<[readonly string[], UiOptions]>([
    [[], {}],
    [['--page-packages', `catalog=${here}`], { packages: { catalog: __dirname } }],
    [
      ['--page-packages', `catalog=${here}`, `weather=${here}`, '--page-packages', `clock=${here}`],
      { packages: { catalog: __dirname, weather: __dirname, clock: __dirname } },
    ],
    [['--sandbox-origin', 'http://*.localhost'], { sandboxOrigin: 'http://*.localhost' }],
    [['--trusted-jsx', 'catalog', 'weather'], { trustedJsx: ['catalog', 'weather'] }],
    [['--trusted-jsx', 'catalog', '*'], { trustedJsx: '*' }],
  ])('gives the user interface what %j says', (words, expected) => {
    expect(optionsOf(...words)).toEqual(expected);
  });

  it('names the option whose folder is not there', () => {
    expect(() => optionsOf('--page-packages', 'catalog=./nowhere')).toThrow(
      /^error: option '--page-packages <prefix=folder\.\.\.>' argument 'catalog=\.\/nowhere' is invalid\. \S+nowhere is not a folder that can be read\.$/,
    );
  });
});
