import type { Mistake } from '@symphony-ts/contract';
import type { EnforcementState } from '../model/extension-model.js';
import { assertCalled } from './assert-called.js';
import type { AnyMethod } from './handler-check.js';
import { recordMember } from './record-member.js';

type CheckHook<M extends AnyMethod, A extends unknown[]> = [M] extends [(...args: A) => void | Promise<void>]
  ? unknown
  : Mistake<'this hook is called with other arguments, and returns nothing', A, Parameters<M>>;

/** Hooks may be private, because only the runtime calls them. */
export type HookDecorator<A extends unknown[]> = <K extends string, M extends AnyMethod>(
  target: object,
  member: K & CheckHook<M, A>,
  descriptor: TypedPropertyDescriptor<M>,
) => void;

/** Runs the method after the extension has connected, before its endpoints accept requests. An error in it stops the start. */
export function OnStart(): HookDecorator<[]>;
export function OnStart(...given: unknown[]): HookDecorator<[]> {
  assertCalled('@OnStart', given);
  return recordMember({ kind: 'start' });
}

/** Runs the method when the extension stops, after its drain, with the reason. The connection is still open. */
export function OnStop(): HookDecorator<[reason: string]>;
export function OnStop(...given: unknown[]): HookDecorator<[reason: string]> {
  assertCalled('@OnStop', given);
  return recordMember({ kind: 'stop' });
}

/** Runs the method when instances start or stop. It receives the number of instances and the number of keys this one owns. */
export function OnRebalance(): HookDecorator<[totalInstances: number, myItemCount: number]>;
export function OnRebalance(...given: unknown[]): HookDecorator<[totalInstances: number, myItemCount: number]> {
  assertCalled('@OnRebalance', given);
  return recordMember({ kind: 'rebalance' });
}

/** Runs the method when the licence state changes. */
export function OnEnforcement(): HookDecorator<[state: EnforcementState]>;
export function OnEnforcement(...given: unknown[]): HookDecorator<[state: EnforcementState]> {
  assertCalled('@OnEnforcement', given);
  return recordMember({ kind: 'enforcement' });
}
