import { inFigures } from '@/components/admin/in-figures';
import { buttonClass } from '@/components/ui/button-class';
import { Card } from '@/components/ui/card';
import { Notice } from '@/components/ui/notice';

const OUTCOME_ID = 'verification';

type Report = { ok: boolean; entries: number; broken_at: number | null; unsealed: number };

/** Asks whether the record is as it was sealed; `report` is the answer, null before somebody asks. A GET: it only looks. */
export function Verification({ path, report }: { path: string; report: Report | null }) {
  return (
    <Card
      title="Is the record whole?"
      intro="Each entry is sealed with all that came before it. To verify makes every seal once more and compares."
    >
      {report && (
        <section id={OUTCOME_ID} tabIndex={-1} aria-label="Outcome" className="mb-5 scroll-mt-4 rounded-control">
          <Outcome report={report} />
        </section>
      )}
      <form action={`${path}#${OUTCOME_ID}`}>
        <button type="submit" name="verify" value="now" className={buttonClass('secondary')}>
          {report ? 'Verify once more' : 'Verify the record'}
        </button>
      </form>
    </Card>
  );
}

function Outcome({ report: { ok, entries, broken_at, unsealed } }: { report: Report }) {
  const waiting =
    unsealed === 0
      ? ''
      : ` ${unsealed === 1 ? 'One more is' : `${inFigures(unsealed)} more are`} not sealed yet: that takes some seconds.`;
  if (ok) {
    return (
      <Notice tone="success">
        <p className="font-semibold">The record is whole.</p>
        <p>
          {entries === 1 ? 'Its one sealed entry is' : `All of its ${inFigures(entries)} sealed entries are`} as they
          were sealed.{waiting}
        </p>
      </Notice>
    );
  }
  return (
    <Notice tone="danger">
      <p className="font-semibold">The record is broken at position {inFigures(broken_at ?? 0)}.</p>
      <p>
        That entry was changed, taken away or put in, or the key of this installation is not the one that sealed it.
        What stands before it is as it was sealed; nothing from there on can be relied upon.{waiting}
      </p>
      <p className="mt-2">
        Keep the database as it is, look for who could write to it, and compare with the daily lines of the log, which
        hold the length and the last seal of each day. docs/audit.md tells how a new chain begins afterwards.
      </p>
    </Notice>
  );
}
