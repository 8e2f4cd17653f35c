import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Paper from '@mui/material/Paper';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { SymphonyContext } from '@symphony';
import { useContext, useEffect, useState } from 'react';

interface Report {
  readonly place: string;
  readonly sky: 'clear' | 'cloudy' | 'rain' | 'snow';
  readonly celsius: number;
  readonly wind: number;
  readonly at: string;
}

/** The part of the page's connection that this page uses. */
interface Connection {
  request(subject: string, payload: string, options: { timeout: number }): Promise<Reply>;
}

interface Reply {
  readonly headers?: { get(name: string): string };
  json(): unknown;
}

const pictures = { clear: '☀️', cloudy: '☁️', rain: '🌧️', snow: '🌨️' };

/** Asks the extension itself, over the connection the page was given. */
async function askFor(nc: Connection, place: string): Promise<Report> {
  const payload = JSON.stringify({ place });
  const reply = await nc.request('cirata.extensions.weather.now', payload, { timeout: 5_000 });
  const problem = reply.headers?.get('Nats-Service-Error');
  if (problem) throw new Error(problem);
  return reply.json() as Report;
}

/** `New York` is written `new-york` in an address. */
const toPlace = (text: string): string => text.trim().toLowerCase().replaceAll(/\s+/g, '-');

/** `new-york` is shown as `New York`. */
const shownPlace = (place: string): string =>
  place.replaceAll('-', ' ').replaceAll(/(^|\s)\p{L}/gu, (letter) => letter.toUpperCase());

export default function WeatherPage() {
  const { nc, setTitle } = useContext(SymphonyContext);
  const [text, setText] = useState('New York');
  const [report, setReport] = useState<Report>();
  const [problem, setProblem] = useState<string>();

  const ask = () => {
    if (!nc) return;
    setProblem(undefined);
    askFor(nc, toPlace(text)).then(setReport, (error: Error) => setProblem(error.message));
  };

  useEffect(() => setTitle({ '/': 'Home', '/weather': 'Weather' }), [setTitle]);
  useEffect(ask, [nc]);

  const submit = (event: { preventDefault(): void }) => {
    event.preventDefault();
    ask();
  };

  return (
    <Stack spacing={2} sx={{ maxWidth: 480 }}>
      <Typography variant="h5" component="h1" sx={{ fontWeight: 700 }}>
        Weather
      </Typography>
      <Stack component="form" direction="row" spacing={1} onSubmit={submit}>
        <TextField
          label="Place"
          size="small"
          value={text}
          onChange={(event) => setText(event.target.value)}
          fullWidth
        />
        <Button type="submit" variant="contained">
          Show
        </Button>
      </Stack>
      {problem && <Alert severity="error">There is no report: {problem}</Alert>}
      {report && !problem && <ReportCard report={report} />}
    </Stack>
  );
}

function ReportCard({ report }: { readonly report: Report }) {
  return (
    <Paper variant="outlined" sx={{ p: 3 }}>
      <Stack direction="row" spacing={3} sx={{ alignItems: 'center' }}>
        <Typography sx={{ fontSize: 64, lineHeight: 1 }} aria-hidden="true">
          {pictures[report.sky]}
        </Typography>
        <div>
          <Typography variant="h3" component="p">
            {Math.round(report.celsius)} °C
          </Typography>
          <Typography color="text.secondary">
            {shownPlace(report.place)}: {report.sky}, wind {report.wind} m/s
          </Typography>
          <Typography variant="body2" color="text.secondary">
            Observed at {new Date(report.at).toLocaleTimeString(undefined, { timeZoneName: 'short' })}
          </Typography>
        </div>
      </Stack>
    </Paper>
  );
}
