import './frame-problem.css';

/**
 * A notice inside a frame, for a page that cannot be shown: the reason, and a button that tries again, if another try can
 * help. It looks like the notices of the shell, whose code is not in the frame.
 */
export function frameProblem(reason: string, onRetry?: () => void): HTMLElement {
  const notice = document.createElement('div');
  notice.className = 'frame-problem';
  notice.setAttribute('role', 'alert');
  const title = document.createElement('strong');
  title.textContent = 'This page cannot be shown';
  const text = document.createElement('pre');
  text.textContent = reason;
  notice.append(title, text);
  if (!onRetry) return notice;
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = 'Try again';
  button.addEventListener('click', onRetry);
  notice.append(button);
  return notice;
}
