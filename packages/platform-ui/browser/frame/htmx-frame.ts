// htmx without a network: its XMLHttpRequest sends each request to the page around the frame.
import htmx from 'htmx.org';
import { BridgedRequest } from './bridged-request.js';
import { frameProblem } from './frame-problem.js';
import { refusalReason } from './refusal-reason.js';
import './htmx-frame.css';

Object.assign(globalThis, { XMLHttpRequest: BridgedRequest, htmx });
Object.assign(htmx.config, {
  allowEval: false,
  allowScriptTags: false,
  historyEnabled: false,
  includeIndicatorStyles: false,
  // Addresses are paths of the extension. The page around the frame decides what they reach.
  selfRequestsOnly: false,
});

/** The part of htmx's event that is used here. */
interface AfterRequest {
  readonly elt: Element;
  readonly failed?: boolean;
  readonly xhr: Pick<BridgedRequest, 'status' | 'responseText'>;
}

// The first request fetches the page itself. htmx shows nothing where it fails, so the reader would wait forever.
document.addEventListener('htmx:afterRequest', (event) => {
  const { elt, failed, xhr } = (event as CustomEvent<AfterRequest>).detail;
  const path = elt.getAttribute('hx-get');
  if (!failed || path === null || !elt.hasAttribute('data-page')) return;
  const retry = (): void => void htmx.ajax('get', path, { source: elt, target: elt });
  elt.replaceChildren(frameProblem(refusalReason(xhr.status, xhr.responseText), retry));
});
