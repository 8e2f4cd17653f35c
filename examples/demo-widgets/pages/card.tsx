import Typography from '@mui/material/Typography';
import { SymphonyContext } from '@symphony';
import { megabytes } from '@symphony/extension/widgets/format';
import { useContext, useEffect, useState } from 'react';

const EVERY_MS = 5_000;

/** The part of the page's connection that this widget uses. */
interface Connection {
  request(subject: string, payload: string, options: { timeout: number }): Promise<{ json(): unknown }>;
}

async function read(nc: Connection): Promise<string> {
  const reply = await nc.request('cirata.extensions.widgets.read', '', { timeout: EVERY_MS });
  return megabytes((reply.json() as { megabytes: number }).megabytes);
}

export default function Card() {
  const { nc } = useContext(SymphonyContext);
  const [text, setText] = useState('…');

  useEffect(() => {
    if (!nc) return;
    const ask = () => void read(nc).then(setText, (error: Error) => setText(error.message));
    ask();
    const timer = setInterval(ask, EVERY_MS);
    return () => clearInterval(timer);
  }, [nc]);

  return (
    <Typography variant="h4" component="p" sx={{ fontVariantNumeric: 'tabular-nums' }}>
      {text}
    </Typography>
  );
}
