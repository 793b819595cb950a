import { nameOf } from '@/components/people/name-of';
import { TextLink } from '@/components/ui/text-link';
import type { MailOutput } from '@/lib/shared/schemas/mails';

/** Whom a mail is for, as far as the reader may see them. */
export function Recipient({ to, isLinked }: { to: MailOutput['to']; isLinked: boolean }) {
  if (!to) return <span className="text-muted">Somebody whom you may not see</span>;
  const name = nameOf(to);
  return (
    <>
      <p className="wrap-anywhere">{isLinked ? <TextLink href={`/admin/users/${to.id}`}>{name}</TextLink> : name}</p>
      {to.email !== undefined && to.email !== name && <p className="text-sm wrap-anywhere text-muted">{to.email}</p>}
    </>
  );
}
