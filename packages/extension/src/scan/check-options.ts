import { findUnknownOptions } from '@symphony-ts/contract';
import { bucketOptionNames } from '../metadata/bucket-options.js';
import { endpointOptionNames } from '../metadata/endpoint-options.js';
import { extensionOptionNames } from '../metadata/extension-options.js';
import {
  capabilityOptionNames,
  helpOptionNames,
  menuOptionNames,
  resourceOptionNames,
  routeOptionNames,
} from '../metadata/interface-options.js';
import { commandOptionNames, subscribeOptionNames } from '../metadata/message-options.js';
import type { RecordKind } from '../metadata/records.js';
import { restOptionNames } from '../metadata/rest-options.js';
import type { ExtensionSource } from './extension-source.js';
import type { Report } from './report.js';

/** The known options of each kind of declaration. */
const namesByKind: { readonly [K in RecordKind]?: Readonly<Record<string, true>> } = {
  endpoint: endpointOptionNames,
  'instance-handler': endpointOptionNames,
  rest: restOptionNames,
  subscribe: subscribeOptionNames,
  command: commandOptionNames,
  bucket: bucketOptionNames,
  capability: capabilityOptionNames,
  resource: resourceOptionNames,
  route: routeOptionNames,
  menu: menuOptionNames,
  widget: {},
  help: helpOptionNames,
};

/** Reports options that do not exist. A misspelt schema would check nothing, and a misspelt limit would limit nothing. */
export function checkOptions(source: ExtensionSource, report: Report): void {
  const { where, options, optionNames = extensionOptionNames, declarations } = source;
  reportUnknown(`${where} @Extension`, options, optionNames, report);
  for (const { where: place, record } of declarations) {
    const names = namesByKind[record.kind];
    if (names && 'options' in record) reportUnknown(place, record.options, names, report);
  }
}

/** Reports each option of `given` that is not in `names`. */
function reportUnknown(where: string, given: unknown, names: Readonly<Record<string, true>>, report: Report): void {
  for (const { text, fix } of findUnknownOptions(given, names)) report.problem(where, text, fix);
}
