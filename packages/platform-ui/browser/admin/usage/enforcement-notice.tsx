import type { EnforcementPayload } from '@symphony-ts/contract';
import type { ReactElement } from 'react';
import { Link } from '../../context/router.js';

const titles = {
  enforcement_warning: 'The licensed units are almost used up',
  enforcement_grace: 'The licensed units are used up: a grace period runs',
  enforcement_enforced: 'Operations are blocked',
} as const;

/** Reports which use the licences no longer cover. Draws nothing if they cover all use. */
export function EnforcementNotice({ enforcement }: { readonly enforcement: EnforcementPayload }): ReactElement | null {
  const { status, message, disabled_extensions, grace_extensions } = enforcement;
  const isAll = status === 'enforcement_ok';
  if (isAll && disabled_extensions.length === 0 && grace_extensions.length === 0) return null;
  const kind = status === 'enforcement_enforced' || disabled_extensions.length > 0 ? 'danger' : 'warning';
  return (
    <div className={`notice notice--${kind}`} role="status">
      <strong>{isAll ? 'Some extensions are not covered' : titles[status]}</strong>
      {message !== '' && <p>{message}</p>}
      {disabled_extensions.length > 0 && <p>Blocked: {disabled_extensions.join(', ')}</p>}
      {grace_extensions.length > 0 && <p>In their grace period: {grace_extensions.join(', ')}</p>}
      <Link className="button" href="/settings/licenses">
        Look at the licences
      </Link>
    </div>
  );
}
