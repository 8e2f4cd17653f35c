import * as z from 'zod';
import { onFirstUse } from './on-first-use.js';
import { endpointSubject, instanceSubject } from './subject.js';

/** Metadata that the SDK adds to an endpoint, besides the author's own. @inferred */
export const endpointMetadata = {
  /** Name of the method. Typed clients call the endpoint by it. */
  member: 'symphony.member',
  /** `rest` for an HTTP operation, whose reply is wrapped. Absent for other endpoints. */
  kind: 'symphony.kind',
  /** `none` for a method without parameters: the first argument of a call is its options. Absent for other endpoints. */
  input: 'symphony.input',
} as const;

/** The endpoint of a method. `name` is its name below the extension's group. @inferred */
export const ExtensionMethod = onFirstUse(() =>
  z.object({
    name: z.string(),
    kind: z.enum(['endpoint', 'instance', 'rest']).catch('endpoint').default('endpoint'),
    takesInput: z.boolean().default(true),
  }),
);
export type ExtensionMethod = z.infer<typeof ExtensionMethod>;

/** An endpoint as in a manifest, and as in the discovery of NATS services. */
export interface DescribedEndpoint {
  /** Subject that the endpoint listens on. */
  readonly subject: string;
  /** Metadata that service discovery shows. */
  readonly metadata?: Readonly<Record<string, string>> | null | undefined;
}

/**
 * Lists the endpoints of an extension by the names of their methods. A name that a class and one of its parts both have is
 * omitted, because it is ambiguous.
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
