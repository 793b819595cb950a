import { inFigures } from '@/components/admin/in-figures';
import { QueryForm } from '@/components/forms/query-form';
import { FocusedAnswer } from '@/components/ui/focused-answer';
import { Notice } from '@/components/ui/notice';

type Report = { ok: boolean; entries: number; broken_at: number | null; unsealed: number };

type Props = {
  path: string;
  /** What the address says of it: once it was asked, the next time has to be another question. */
  asked: string | undefined;
  report: Report | null;
};

/** Asks whether the record is as it was sealed; `report` is the answer, null before somebody asks. A GET: it only looks. */
export function Verification({ path, asked, report }: Props) {
  return (
    <div className="mb-6 space-y-4">
      <QueryForm
        path={path}
        label="Verify the record"
        button={report ? 'Verify the record once more' : 'Verify the record'}
        look="secondary"
        pendingLabel="Verifying…"
      >
        <input type="hidden" name="verify" value={asked === 'now' ? 'again' : 'now'} />
      </QueryForm>
      {report && (
        <FocusedAnswer label="Outcome" asked={String(asked)}>
          <Outcome report={report} />
        </FocusedAnswer>
      )}
    </div>
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
