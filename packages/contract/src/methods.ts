import * as z from 'zod';
import { onFirstUse } from './on-first-use.js';
import { endpointSubject, instanceSubject } from './subject.js';

/** Metadata of an endpoint that the SDK writes beside the author's own. @inferred */
export const endpointMetadata = {
  /** The method behind the endpoint, by which typed clients call it. */
  member: 'symphony.member',
  /** `rest` for an HTTP operation, whose reply is wrapped; absent for any other. */
  kind: 'symphony.kind',
  /** `none` for a method without parameters, whose calls begin with their options; absent for any other. */
  input: 'symphony.input',
} as const;

/** The endpoint behind a method; `name` as it stands below the extension's group. @inferred */
export const ExtensionMethod = onFirstUse(() =>
  z.object({
    name: z.string(),
    kind: z.enum(['endpoint', 'instance', 'rest']).catch('endpoint').default('endpoint'),
    takesInput: z.boolean().default(true),
  }),
);
export type ExtensionMethod = z.infer<typeof ExtensionMethod>;

/** An endpoint as a manifest has it, and as NATS micro discovers it. */
export interface DescribedEndpoint {
  /** Subject that the endpoint listens on. */
  readonly subject: string;
  /** Metadata that service discovery shows. */
  readonly metadata?: Readonly<Record<string, string>> | null | undefined;
}

/**
 * The endpoints of an extension by the methods behind them. A name that two methods share, of a class and one of its
 * parts, is left out: it says nothing.
 */
export function readMethods(prefix: string, endpoints: readonly DescribedEndpoint[]): Record<string, ExtensionMethod> {
  const methods = new Map<string, ExtensionMethod | undefined>();
  for (const endpoint of endpoints) {
    const member = endpoint.metadata?.[endpointMetadata.member];
    if (member !== undefined) methods.set(member, methods.has(member) ? undefined : methodOf(prefix, endpoint));
  }
  return Object.fromEntries([...methods].flatMap(([member, method]) => (method ? [[member, method]] : [])));
}

function methodOf(prefix: string, { subject, metadata }: DescribedEndpoint): ExtensionMethod | undefined {
  const takesInput = metadata?.[endpointMetadata.input] !== 'none';
  const instance = instanceSubject(prefix, '*', '');
  if (subject.startsWith(instance)) return { name: subject.slice(instance.length), kind: 'instance', takesInput };
  const group = endpointSubject(prefix, '');
  if (!subject.startsWith(group)) return undefined;
  const kind = metadata?.[endpointMetadata.kind] === 'rest' ? 'rest' : 'endpoint';
  return { name: subject.slice(group.length), kind, takesInput };
}
