import { callerFile } from '../metadata/caller-file.js';
import type { HelpOptions } from '../metadata/interface-options.js';
import { append } from '../metadata/store.js';
import { assertCalled } from './assert-called.js';
import type { OnClass } from './record-class.js';

/**
 * Adds the help page: a markdown file, as resource `ui://<prefix>/help` under the route `/help/extensions/<Name>`. Where
 * the file is absent the page is left out, with a log line.
 */
export function Help(options: HelpOptions): OnClass {
  // oxlint-disable-next-line prefer-rest-params -- what a compiler passes is not what the signature says
  assertCalled('@Help', arguments);
  const from = callerFile(Help);
  return (target) => append(target, { kind: 'help', options: { ...options }, from });
}
