import { type ReactElement, useState } from 'react';
import { Dialog } from '../kit/dialog.js';
import { FilterInput, holdsWords } from '../kit/filter-input.js';
import type { Dashboard, OfferedWidget } from './use-dashboard.js';

/** Selects the widgets of the dashboard. */
export function WidgetPicker(props: {
  readonly offered: readonly OfferedWidget[];
  readonly dashboard: Dashboard;
  readonly onClose: () => void;
}): ReactElement {
  const { offered, dashboard, onClose } = props;
  const [filter, setFilter] = useState('');
  const shown = offered.filter(({ widget, extension }) =>
    holdsWords([widget.title, widget.notes, extension.name], filter),
  );
  return (
    <Dialog title="Widgets" onClose={onClose}>
      <div className="toolbar">
        <FilterInput label="Find a widget" value={filter} onChange={setFilter} />
      </div>
      <ul className="picker">
        {shown.map(({ id, widget, extension }) => (
          <li key={id}>
            <label className="check">
              <input
                type="checkbox"
                checked={!dashboard.hidden.includes(id)}
                onChange={(event) => dashboard.setHidden(id, !event.target.checked)}
              />
              <span>
                <strong>{widget.title}</strong>
                <small>
                  {extension.name}
                  {widget.notes !== undefined && ` · ${widget.notes}`}
                </small>
              </span>
            </label>
          </li>
        ))}
      </ul>
      {shown.length === 0 && <p>No widget is called that.</p>}
      <div className="dialog__actions">
        <button type="button" className="button button--primary" onClick={onClose}>
          Done
        </button>
      </div>
    </Dialog>
  );
}
