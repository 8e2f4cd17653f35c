import type { ExtensionSummary } from '@symphony-ts/contract';

/** The most instances of one extension in a list, if not all of them fit. */
const FEW_INSTANCES = 10;

const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

/**
 * The summaries that fit into one message of `maxBytes`, from the first one on. An extension that exceeds its share is shown
 * with less: some of its instances, no messages, no methods of its endpoints. So no extension takes room from another. A caller
 * asks for the rest with the last prefix it got.
 */
export function fitSummaries(summaries: readonly ExtensionSummary[], maxBytes: number): ExtensionSummary[] {
  // Each is written once: a list that many ask for must not cost more than its length.
  const sizes = summaries.map(bytesOf);
  const total = sizes.reduce((sum, bytes) => sum + bytes + 1, 2);
  if (total <= maxBytes) return [...summaries];
  const share = Math.max(2_048, Math.floor(maxBytes / Math.max(1, summaries.length)));
  const fitted: ExtensionSummary[] = [];
  let room = maxBytes - 2;
  for (const [at, summary] of summaries.entries()) {
    const size = sizes[at] ?? 0;
    const shown = size <= share ? summary : shorten(summary, share);
    room -= (shown === summary ? size : bytesOf(shown)) + 1;
    if (room < 0) break;
    fitted.push(shown);
  }
  return fitted;
}

function shorten(summary: ExtensionSummary, share: number): ExtensionSummary {
  const steps: ((summary: ExtensionSummary) => ExtensionSummary)[] = [
    (summary) => ({ ...summary, instances: summary.instances.map(({ message: _message, ...rest }) => rest) }),
    (summary) => ({ ...summary, instances: summary.instances.slice(0, FEW_INSTANCES) }),
    (summary) => ({ ...summary, methods: {} }),
    (summary) => ({ ...summary, endpoints: [], description: summary.description.slice(0, 200) }),
    (summary) => ({ ...summary, instances: summary.instances.slice(0, 1) }),
  ];
  let shown = summary;
  for (const step of steps) {
    shown = step(shown);
    if (bytesOf(shown) <= share) break;
  }
  return shown;
}
