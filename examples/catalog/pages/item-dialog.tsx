import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import type { Item } from './items.ts';

interface ItemDialogProps {
  /** The item to edit; without an id, a new one. */
  readonly item: Partial<Item>;
  readonly save: (item: Partial<Item>) => Promise<void>;
  readonly close: () => void;
}

export default function ItemDialog({ item, save, close }: ItemDialogProps) {
  const [name, setName] = useState(item.name ?? '');
  const [notes, setNotes] = useState(item.notes ?? '');
  const [problem, setProblem] = useState<string>();

  const submit = (event: { preventDefault(): void }) => {
    event.preventDefault();
    save({ ...item, name: name.trim(), notes: notes.trim() }).then(close, (error: Error) => setProblem(error.message));
  };

  return (
    <Dialog open onClose={close} fullWidth maxWidth="xs" aria-labelledby="item-title">
      <form onSubmit={submit}>
        <DialogTitle id="item-title">{item.id === undefined ? 'Add an item' : `Edit ${item.name}`}</DialogTitle>
        <DialogContent>
          {problem && <Alert severity="error">The item was not saved: {problem}</Alert>}
          <TextField
            label="Name"
            value={name}
            onChange={(event) => setName(event.target.value)}
            required
            autoFocus
            fullWidth
            margin="normal"
          />
          <TextField
            label="Notes"
            value={notes}
            onChange={(event) => setNotes(event.target.value)}
            multiline
            minRows={2}
            fullWidth
            margin="normal"
          />
        </DialogContent>
        <DialogActions>
          <Button onClick={close}>Cancel</Button>
          <Button type="submit" variant="contained" disabled={name.trim() === ''}>
            Save
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
