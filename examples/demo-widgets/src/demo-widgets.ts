import { Endpoint, Extension, MimeType, Resource, Rest, RestResponse, Widget } from '@symphony-ts/extension';
import { Gauge, Reading } from './gauge.js';

@Extension({ prefix: 'widgets', name: 'Demo widgets', version: '1.0.0', description: 'A widget of each kind' })
@Resource('ui://widgets/card', { type: MimeType.SymphonyJsx, file: './pages/card.tsx' })
@Resource('ui://widgets/format', { type: MimeType.SymphonyModule, file: './pages/format.js' })
@Resource('ui://widgets/table', { type: MimeType.Htmx, page: 'pages/table' })
@Resource('ui://widgets/frame', { type: MimeType.SymphonyHtml, file: './pages/frame.html' })
@Resource('ui://widgets/plain', { type: MimeType.Html, file: './pages/plain.html' })
@Resource('ui://widgets/app', { type: MimeType.McpApp, file: './pages/app.html', name: 'Demo app' })
@Widget('ui://widgets/card', 'Memory, live', 'React, which asks every five seconds')
@Widget('ui://widgets/table', 'Memory, as a table', 'HTMX, which asks for a piece of HTML')
@Widget('ui://widgets/frame', 'HTML with Symphony', 'A frame that has the bridge to the platform')
@Widget('ui://widgets/plain', 'Stopwatch', 'Plain HTML, which knows of nothing around it')
@Widget('ui://widgets/app', 'App', 'An MCP app, which asks the frame around it')
@Widget('ui://widgets/note', 'Last start', 'Markdown, computed when the extension starts')
export class DemoWidgets {
  constructor(private readonly gauge: Gauge) {}

  /** Asked by the React widget, over its connection. */
  @Endpoint({ response: Reading, description: 'Memory and age of the process' })
  read(): Reading {
    return this.gauge.read();
  }

  /** Asked for by the HTMX widget: HTML, not JSON. */
  @Rest('GET', '/pages/table', { summary: 'The same as a table' })
  table() {
    const { megabytes, seconds } = this.gauge.read();
    const html = `<table><tr><th>Memory</th><td>${megabytes} MB</td></tr><tr><th>Age</th><td>${seconds} s</td></tr></table>`;
    return RestResponse.text(html, { contentType: 'text/html' });
  }

  @Resource('ui://widgets/note', { type: MimeType.Markdown })
  note(): string {
    return `Started with **${this.gauge.read().megabytes} MB**, under {{shortname}}.\n`;
  }
}
