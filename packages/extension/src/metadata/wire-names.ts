import { type WireEndpoint, type WireNames, wireNames } from '@symphony-ts/client/internal';
import { endpointPath } from '@symphony-ts/contract';
import type { Class } from '../model/extension-model.js';
import type { MetadataRecord } from './records.js';
import { lineage, readOwn, takesInput } from './store.js';

/** How the typed client calls the endpoints of `cls`, from its decorators. */
function readWireNames(cls: Class): WireNames {
  const endpoints = new Map<string, WireEndpoint>();
  let prefix = '';
  for (const owner of lineage(cls).toReversed()) {
    for (const record of readOwn(owner)) {
      if (record.kind === 'extension') prefix = record.options.prefix;
      const endpoint = wireEndpoint(record);
      if (!endpoint || !('member' in record) || record.member === undefined) continue;
      endpoints.set(record.member, { ...endpoint, takesInput: takesInput(cls, record) });
    }
  }
  return { prefix, endpoints: Object.fromEntries(endpoints) };
}

function wireEndpoint(record: MetadataRecord): WireEndpoint | undefined {
  if (record.kind === 'instance-handler') return { name: record.name };
  if (record.kind === 'rest') return { name: record.member, isRest: true };
  if (record.kind !== 'endpoint') return undefined;
  const name = record.name ?? record.member;
  const { group } = record.options;
  return { name: endpointPath({ group, name }) };
}

/** Lets the typed client ask a class for its names; a subclass answers with its own. */
export function answerWireNames(cls: Class): void {
  Object.defineProperty(cls, wireNames, {
    configurable: true,
    value(this: Class): WireNames {
      return readWireNames(this);
    },
  });
}
