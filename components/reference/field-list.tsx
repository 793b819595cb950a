import type { SchemaField } from '@/lib/shared/schema-fields';
import { InlineText } from './inline-text';

type Props = {
  fields: readonly SchemaField[];
  /** What to say beside a field that may be missing; of an answer, that it is not always there. */
  optional: string;
};

/** Fields, each with its rules in words. */
export function FieldList({ fields, optional }: Props) {
  return (
    <dl className="mt-2 divide-y divide-line border-y border-line">
      {fields.map(({ name, isRequired, words }) => (
        <div key={name} className="py-2 sm:grid sm:grid-cols-[14rem_1fr] sm:gap-4">
          <dt className="wrap-anywhere">
            <code className="font-medium">{name}</code>
            {!isRequired && <span className="text-sm text-muted"> {optional}</span>}
          </dt>
          <dd className="min-w-0 text-muted">
            <InlineText text={words} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
