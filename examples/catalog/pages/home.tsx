import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import CircularProgress from '@mui/material/CircularProgress';
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
import { useContext, useEffect, useState } from 'react';
import ItemDialog from './item-dialog.tsx';
import { type Item, useItems } from './items.ts';

/** Columns that do not fit on a telephone. */
const wide = { display: { xs: 'none', sm: 'table-cell' } };

export default function CatalogPage() {
  const { setTitle } = useContext(SymphonyContext);
  const { items, problem, refresh, save } = useItems();
  const [wanted, setWanted] = useState('');
  const [edited, setEdited] = useState<Partial<Item>>();

  useEffect(() => setTitle({ '/': 'Home', '/catalog': 'Catalog' }), [setTitle]);

  const shown = items?.filter(({ name }) => name.toLowerCase().includes(wanted.trim().toLowerCase()));

  return (
    <Stack spacing={2} sx={{ maxWidth: 960 }}>
      <Stack direction="row" spacing={2} sx={{ alignItems: 'center', flexWrap: 'wrap' }} useFlexGap>
        <Typography variant="h5" component="h1" sx={{ flexGrow: 1, fontWeight: 700 }}>
          Catalog
        </Typography>
        <TextField
          label="Find an item"
          size="small"
          value={wanted}
          onChange={(event) => setWanted(event.target.value)}
          type="search"
        />
        <Button variant="contained" onClick={() => setEdited({})}>
          Add an item
        </Button>
      </Stack>

      {problem && (
        <Alert severity="error" action={<Button onClick={refresh}>Try again</Button>}>
          The catalog does not answer: {problem}
        </Alert>
      )}
      {!shown && !problem && <CircularProgress aria-label="Loading the catalog" />}
      {items?.length === 0 && <Alert severity="info">The catalog is empty. Add the first item.</Alert>}
      {shown?.length === 0 && items?.length !== 0 && <Typography>No item is called “{wanted}”.</Typography>}
      {shown !== undefined && shown.length > 0 && <ItemTable items={shown} edit={setEdited} />}
      {edited && <ItemDialog item={edited} save={save} close={() => setEdited(undefined)} />}
    </Stack>
  );
}

function ItemTable({ items, edit }: { readonly items: readonly Item[]; readonly edit: (item: Item) => void }) {
  return (
    <TableContainer component={Paper} variant="outlined">
      <Table>
        <TableHead>
          <TableRow>
            <TableCell>Name</TableCell>
            <TableCell>Notes</TableCell>
            <TableCell sx={wide}>Id</TableCell>
            <TableCell align="right" aria-label="Actions" />
          </TableRow>
        </TableHead>
        <TableBody>
          {items.map((item) => (
            <TableRow key={item.id} hover>
              <TableCell component="th" scope="row">
                {item.name}
              </TableCell>
              <TableCell>{item.notes}</TableCell>
              <TableCell sx={wide}>
                <code>{item.id}</code>
              </TableCell>
              <TableCell align="right">
                <Button size="small" onClick={() => edit(item)} aria-label={`Edit ${item.name}`}>
                  Edit
                </Button>
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
}
