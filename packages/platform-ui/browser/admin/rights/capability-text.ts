/** The subjects that somebody may publish and subscribe to, one per line, as edited in a form. */
export interface CapabilityText {
  readonly pub: string;
  readonly sub: string;
}

type Lists = {
  readonly pub: { readonly allow: readonly string[] };
  readonly sub: { readonly allow: readonly string[] };
};

export const capabilityText = ({ pub, sub }: Lists): CapabilityText => ({
  pub: pub.allow.join('\n'),
  sub: sub.allow.join('\n'),
});

/** The subjects in a text, without duplicates. */
export const subjectLines = (text: string): string[] => [...new Set(text.split(/\s+/).filter((line) => line !== ''))];

/** The lists in the text, in the form that the platform expects. */
export const readCapabilities = ({
  pub,
  sub,
}: CapabilityText): { pub: { allow: string[] }; sub: { allow: string[] } } => ({
  pub: { allow: subjectLines(pub) },
  sub: { allow: subjectLines(sub) },
});
