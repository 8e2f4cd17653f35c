import { SymphonyContext } from '@symphony';
import { useContext, useEffect, useState } from 'react';

interface Report {
  readonly place: string;
  readonly sky: string;
  readonly celsius: number;
  readonly wind: number;
}

/** The part of the page's connection that this page uses. */
interface Connection {
  request(subject: string, payload: string, options: { timeout: number }): Promise<{ json(): unknown }>;
}

/** Asks the extension itself, over the connection the page was given. */
async function askFor(nc: Connection, place: string): Promise<Report> {
  const reply = await nc.request('cirata.extensions.weather.now', JSON.stringify({ place }), { timeout: 5_000 });
  return reply.json() as Report;
}

export default function WeatherPage() {
  const { nc, setTitle } = useContext(SymphonyContext);
  const [place, setPlace] = useState('new-york');
  const [report, setReport] = useState<Report>();
  const [problem, setProblem] = useState<string>();

  const ask = () => {
    if (!nc) return;
    setProblem(undefined);
    askFor(nc, place).then(setReport, (error: Error) => setProblem(error.message));
  };

  useEffect(() => setTitle({ '/': 'Home', '/weather': 'Weather' }), [setTitle]);
  useEffect(ask, [nc]);

  return (
    <section>
      <h1>Weather</h1>
      <input value={place} onChange={(event) => setPlace(event.target.value)} aria-label="Place" />
      <button onClick={ask}>Show</button>
      {problem && <p role="alert">There is no report: {problem}</p>}
      {report && !problem && (
        <p>
          {report.place}: {report.sky}, {report.celsius} °C, wind {report.wind} m/s
        </p>
      )}
    </section>
  );
}
