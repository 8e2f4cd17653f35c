import type { HooksModel } from '../model/extension-model.js';
import { handled } from './declaration.js';
import type { Scan } from './scan.js';

/** `@OnStart`, `@OnStop`, `@OnRebalance` and `@OnEnforcement`: base class first, then in the order of the source. */
export function readHooks({ declarations }: Scan): HooksModel {
  const of = (kind: keyof HooksModel) => handled(declarations, kind).map((declaration) => declaration.handler);
  return { start: of('start'), stop: of('stop'), rebalance: of('rebalance'), enforcement: of('enforcement') };
}
