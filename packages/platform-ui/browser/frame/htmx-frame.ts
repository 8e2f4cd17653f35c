// htmx without a network: what would be its XMLHttpRequest asks the page around the frame.
import htmx from 'htmx.org';
import { BridgedRequest } from './bridged-request.js';
import './htmx-frame.css';

Object.assign(globalThis, { XMLHttpRequest: BridgedRequest, htmx });
Object.assign(htmx.config, {
  allowEval: false,
  allowScriptTags: false,
  historyEnabled: false,
  includeIndicatorStyles: false,
  // Addresses are those of the extension; where they lead, the page around decides.
  selfRequestsOnly: false,
});
