import { Notice, type NoticeTone } from './notice';

type Props = { tone: NoticeTone; children: string | undefined };

/** What somebody is told who was sent to this page, read out at once where it went wrong; nothing without words. */
export function ArrivalNotice({ tone, children }: Props) {
  if (children === undefined) return null;
  return (
    <div role={tone === 'danger' ? 'alert' : 'status'} className="mb-5">
      <Notice tone={tone}>{children}</Notice>
    </div>
  );
}
