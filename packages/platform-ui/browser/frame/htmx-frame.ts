// htmx without a network: its XMLHttpRequest sends each request to the page around the frame.
import htmx from 'htmx.org';
import { BridgedRequest } from './bridged-request.js';
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
