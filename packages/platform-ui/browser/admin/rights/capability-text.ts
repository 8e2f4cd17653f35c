/** What somebody may send and hear, one subject a line, as it is being edited. */
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

/** The subjects of a text, each once. */
export const subjectLines = (text: string): string[] => [...new Set(text.split(/\s+/).filter((line) => line !== ''))];

/** The lists that a text stands for, as the platform takes them. */
export const readCapabilities = ({
  pub,
  sub,
}: CapabilityText): { pub: { allow: string[] }; sub: { allow: string[] } } => ({
  pub: { allow: subjectLines(pub) },
  sub: { allow: subjectLines(sub) },
});
