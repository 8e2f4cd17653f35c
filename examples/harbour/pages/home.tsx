import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Paper from '@mui/material/Paper';
import Stack from '@mui/material/Stack';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableContainer from '@mui/material/TableContainer';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { SymphonyContext } from '@symphony';
import { knots } from '@symphony/extension/harbour/common';
import { useContext, useEffect, useState } from 'react';
import { type Ship, useMooring, useShips } from './ships.ts';

const WIND_MS = 10;

export default function HarbourPage() {
  const { setTitle, navigate } = useContext(SymphonyContext);
  const { ships, problem } = useShips();
  useEffect(() => setTitle({ '/': 'Home', '/harbour': 'Harbour' }), [setTitle]);
  return (
    <Stack spacing={2} sx={{ maxWidth: 720 }}>
      <Stack direction="row" spacing={1} sx={{ alignItems: 'center' }}>
        <Typography variant="h5" component="h1" sx={{ flexGrow: 1, fontWeight: 700 }}>
          Harbour
        </Typography>
        <Button onClick={() => navigate('/harbour/table')}>As a table</Button>
        <Button onClick={() => navigate('/harbour/status')}>Lighthouse</Button>
      </Stack>
      <Typography color="text.secondary">Wind: {knots(WIND_MS).toFixed(1)} knots</Typography>
      <Mooring />
      {problem && <Alert severity="error">The ships cannot be read: {problem}</Alert>}
      {ships?.length === 0 && <Alert severity="info">The harbour is empty. Moor the first ship.</Alert>}
      {ships !== undefined && ships.length > 0 && <Ships ships={ships} />}
    </Stack>
  );
}

function Mooring() {
  const moor = useMooring();
  const [name, setName] = useState('');
  const [tons, setTons] = useState('');
  const [problem, setProblem] = useState<string>();
  const submit = (event: { preventDefault(): void }) => {
    event.preventDefault();
    setProblem(undefined);
    moor({ name, tons: Number(tons) }).then(
      () => setName(''),
      (error: Error) => setProblem(error.message),
    );
  };
  return (
    <Stack component="form" onSubmit={submit} spacing={1}>
      <Stack direction={{ xs: 'column', sm: 'row' }} spacing={1}>
        <TextField label="Ship" size="small" required value={name} onChange={(event) => setName(event.target.value)} />
        <TextField
          label="Tons"
          type="number"
          size="small"
          required
          value={tons}
          onChange={(event) => setTons(event.target.value)}
        />
        <Button type="submit" variant="contained">
          Moor
        </Button>
      </Stack>
      {problem && <Alert severity="error">The ship did not moor: {problem}</Alert>}
    </Stack>
  );
}

function Ships({ ships }: { readonly ships: readonly Ship[] }) {
  return (
    <TableContainer component={Paper} variant="outlined">
      <Table>
        <TableHead>
          <TableRow>
            <TableCell>Ship</TableCell>
            <TableCell align="right">Tons</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {ships.map(({ name, tons }) => (
            <TableRow key={name} hover>
              <TableCell component="th" scope="row">
                {name}
              </TableCell>
              <TableCell align="right">{tons.toLocaleString()}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
}
