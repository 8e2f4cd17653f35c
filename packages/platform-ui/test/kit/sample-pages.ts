/** A React page with MUI, a module of its extension, an npm package, a bucket and an error on demand. */
export const muiPage = `
import { useContext, useState } from 'react';
import Button from '@mui/material/Button';
import { Stack, Typography, TextField } from '@mui/material';
import { SymphonyContext } from '@symphony';
import { megabytes } from '@symphony/extension/widgets/format';
import ms from 'ms';
interface Props { readonly label?: string }
export default function MuiPage({ label = 'Third party' }: Props) {
  const { theme, user, kv, navigate } = useContext(SymphonyContext);
  const [broken, setBroken] = useState(false);
  const [stored, setStored] = useState('');
  if (broken) throw new TypeError('on purpose');
  return (
    <Stack spacing={2} alignItems="start">
      <Typography variant="h5" component="h1">{label}: {ms(60000)}, {megabytes(1234)}</Typography>
      <Typography>{user.name} sees it in {theme.mode} colours</Typography>
      <TextField label="Note" value={stored} onChange={(event) => setStored(event.target.value)} />
      <Button variant="contained" onClick={async () => {
        await kv('widgets_notes').put('note', stored);
        setStored('kept ' + (await kv('widgets_notes').get('note')).value);
      }}>Keep</Button>
      <Button variant="outlined" color="error" onClick={() => setBroken(true)}>Break</Button>
      <Button onClick={() => navigate('/help/extensions/Widgets')}>Go on</Button>
    </Stack>
  );
}
`;

export const bridgedHtml = `<h2>A frame</h2><p id="who">…</p><pre id="out"></pre><button id="go">Go on</button>
<script type="module">
  const { ready, request, navigate, onTheme } = window.symphony;
  const start = await ready;
  const who = document.getElementById('who');
  who.textContent = start.user.name + ', ' + start.theme;
  onTheme((theme) => { who.textContent = start.user.name + ', ' + theme; });
  document.getElementById('out').textContent = JSON.stringify((await request('cirata.extensions.widgets.read')).json());
  document.getElementById('go').onclick = () => navigate('/help/extensions/Widgets');
</script>`;

/** An MCP app that implements the protocol itself. */
export const mcpApp = `<!doctype html><html lang="en"><head><meta charset="utf-8"></head><body>
<p id="theme">…</p><p id="tool">…</p>
<script>
  let next = 1;
  const waiting = new Map();
  const send = (method, params) => new Promise((resolve, reject) => {
    const id = next++;
    waiting.set(id, { resolve, reject });
    parent.postMessage({ jsonrpc: '2.0', id, method, params }, '*');
  });
  addEventListener('message', ({ data }) => {
    const one = waiting.get(data.id);
    if (one) { waiting.delete(data.id); data.error ? one.reject(new Error(data.error.message)) : one.resolve(data.result); }
    else if (data.method === 'ui/notifications/host-context-changed') theme.textContent = 'theme ' + data.params.theme;
  });
  (async () => {
    const start = await send('ui/initialize', { protocolVersion: '2026-01-26', appInfo: { name: 'a', version: '1.0.0' }, appCapabilities: {} });
    parent.postMessage({ jsonrpc: '2.0', method: 'ui/notifications/initialized' }, '*');
    theme.textContent = 'theme ' + start.hostContext.theme;
    const { structuredContent } = await send('tools/call', { name: 'read', arguments: {} });
    tool.textContent = 'memory ' + structuredContent.megabytes;
  })();
</script></body></html>`;

export const plainHtml = `<!doctype html><html lang="en"><body><output id="out">…</output><script>
  document.getElementById('out').textContent = 'plain ' + (typeof window.symphony) + ' ' + self.origin;
</script></body></html>`;

export const helpPage = `---
title: Widgets
breadcrumbs:
  /: Home
  /help/extensions/Widgets: All about widgets
---
# Help of {{name}}

Reached at {{origin}}, NATS at {{address}}, {{unknown}} stays.

| a | b |
|---|---|
| 1 | 2 |

<script>window.hacked = 1</script>

An <b onclick="window.hacked=1">inline</b> element, [bad](javascript:window.hacked=1) [plugin](/widgets)
`;
