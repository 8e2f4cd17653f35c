import { type KeyboardEvent, type ReactElement, useEffect, useId, useState } from 'react';
import { useShell } from '../context/shell-context.js';
import { Marked } from '../help/marked.js';
import { useHelpSearch } from '../help/use-help-search.js';
import { Icon } from '../kit/icon.js';
import { useModal } from '../kit/use-modal.js';
import { helpByText, type PaletteEntry, paletteEntries } from './palette-entries.js';
import { rank } from './rank.js';

/** The list ends here. Another typed letter makes it shorter. */
const MOST = 60;

/** Finds pages, help and actions by typing. The arrow keys select, Enter opens, Escape closes. */
export default function Palette({ onClose }: { readonly onClose: () => void }): ReactElement {
  const shell = useShell();
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState(0);
  const ref = useModal();
  const id = useId();
  const inHelp = useHelpSearch(typed);
  const byName = rank(paletteEntries(shell), typed).slice(0, MOST);
  const found = [...byName, ...helpByText(inHelp.pages, byName)];
  const at = Math.min(chosen, found.length - 1);
  const optionId = (index: number): string => `${id}-${index}`;
  useEffect(() => {
    document.getElementById(optionId(at))?.scrollIntoView({ block: 'nearest' });
  });
  const run = (entry: PaletteEntry | undefined): void => {
    if (!entry) return;
    onClose();
    // The closing dialog first returns the focus to its old place. The opened page takes it afterwards.
    setTimeout(entry.run);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && found.length > 0) setChosen((at + step + found.length) % found.length);
    else if (event.key === 'Home') setChosen(0);
    else if (event.key === 'End') setChosen(Math.max(0, found.length - 1));
    else if (event.key === 'Enter') run(found[at]);
    else return;
    event.preventDefault();
  };
  return (
    <dialog
      ref={ref}
      className="dialog palette"
      aria-label="Find a page or an action"
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === ref.current) onClose();
      }}
    >
      <div className="palette__head">
        <Icon name="search" />
        <input
          role="combobox"
          aria-label="Find a page or an action"
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          {...(found.length > 0 ? { 'aria-activedescendant': optionId(at) } : {})}
          placeholder="Find a page or an action…"
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setChosen(0);
          }}
          onKeyDown={onKeyDown}
        />
        <kbd>Esc</kbd>
      </div>
      <ul className="palette__list" role="listbox" id={`${id}-list`} aria-label="Found">
        {found.map((entry, index) => (
          <li
            key={`${entry.group} ${entry.id}`}
            id={optionId(index)}
            role="option"
            aria-selected={index === at}
            className={`palette__option${entry.snippet ? ' palette__option--text' : ''}`}
            onPointerMove={() => setChosen(index)}
            onClick={() => run(entry)}
          >
            <span className="nav__icon">{entry.icon}</span>
            <span className="palette__label">{entry.label}</span>
            {entry.detail !== undefined && entry.detail !== '' && <small>{entry.detail}</small>}
            <span className="palette__group">{entry.group}</span>
            {entry.snippet && (
              <small className="palette__snippet">
                <Marked text={entry.snippet} typed={typed} />
              </small>
            )}
          </li>
        ))}
      </ul>
      <p className="palette__foot" role="status">
        {found.length > 0
          ? `${found.length} found`
          : inHelp.isSearching
            ? 'Searching…'
            : 'Nothing found. Try another word.'}
      </p>
    </dialog>
  );
}
