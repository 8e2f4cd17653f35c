import { type KeyboardEvent, type ReactElement, type ReactNode, useEffect, useRef } from 'react';

/** A button that opens a list of choices. Escape and a click elsewhere close it; the arrow keys move through it. */
export function Menu(props: {
  readonly label: string;
  readonly button: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}): ReactElement {
  const { label, button, className = 'button button--plain', children } = props;
  const ref = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const close = (event: Event): void => {
      const menu = ref.current;
      if (menu?.open && !(event.target instanceof Node && menu.contains(event.target))) menu.open = false;
    };
    addEventListener('pointerdown', close);
    addEventListener('focusin', close);
    return () => {
      removeEventListener('pointerdown', close);
      removeEventListener('focusin', close);
    };
  }, []);
  const onKeyDown = (event: KeyboardEvent): void => {
    const menu = ref.current;
    if (!menu?.open) return;
    if (event.key === 'Escape') {
      menu.open = false;
      menu.querySelector('summary')?.focus();
    }
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    const items = [...menu.querySelectorAll<HTMLElement>('.menu__list > :is(button, a)')];
    const at = items.findIndex((item) => item === document.activeElement);
    items.at((at + (event.key === 'ArrowDown' ? 1 : at < 0 ? 0 : -1)) % items.length)?.focus();
  };
  return (
    <details className="menu" ref={ref} onKeyDown={onKeyDown}>
      <summary className={className} aria-label={label}>
        {button}
      </summary>
      <div
        className="menu__list"
        onClick={(event) => {
          if (event.target instanceof Element && event.target.closest('button, a') && ref.current) {
            ref.current.open = false;
          }
        }}
      >
        {children}
      </div>
    </details>
  );
}
