import { ArrivalNotice } from '@/components/ui/arrival-notice';

/** What stands in the place of a list where its address asks for what cannot be: what is wrong with it, by the field. */
export function RefusedSearch({ fields }: { fields: Record<string, string[]> }) {
  return <ArrivalNotice tone="danger">{Object.values(fields).flat().join(' ')}</ArrivalNotice>;
}
