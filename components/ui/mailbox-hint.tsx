import { Notice } from './notice';
import { TextLink } from './text-link';

/** Where the mails are that nobody sends, beside whatever tells somebody to look for one. */
export function MailboxHint() {
  return (
    <div className="mb-5">
      <Notice tone="plain">
        Development: your mail is in the <TextLink href="/dev/mailbox">mailbox</TextLink>.
      </Notice>
    </div>
  );
}
