import type { ReactNode } from 'react';
import { Badge } from '@/components/ui/badge';
import type { SchemaField } from '@/lib/shared/schema-fields';
import { FieldList } from './field-list';
import { InlineText } from './inline-text';
import { ProblemLinks, type StatusProblems } from './problem-links';
import { Prose } from './prose';

/** An answer that is no problem: what it is, and the fields of it that stand here. */
type Success = { status: string; words: string; fields: readonly SchemaField[] };

export type EntryFacts = {
  id: string;
  method: string;
  path: string;
  summary: string;
  description: string;
  parameters: readonly SchemaField[];
  body: { words: string; fields: readonly SchemaField[] } | undefined;
  successes: readonly Success[];
  problems: readonly StatusProblems[];
  sample: string;
};

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="mt-6">
      <h3 className="font-semibold">{title}</h3>
      {children}
    </div>
  );
}

function SuccessPart({ status, words, fields }: Success) {
  return (
    <Part title={`Answers ${status}`}>
      <p className="mt-1 text-muted">
        <InlineText text={words} />
      </p>
      {fields.length > 0 && <FieldList fields={fields} optional="not always" />}
    </Part>
  );
}

/** One operation of the reference; its anchor is its name. */
export function OperationEntry({ id, method, path, summary, ...entry }: EntryFacts) {
  return (
    <article aria-labelledby={id} className="mt-10 border-t border-line pt-8">
      <h2 id={id} className="text-lg font-semibold tracking-tight">
        {summary}
      </h2>
      <p className="mt-2 flex flex-wrap items-center gap-2">
        <Badge>{method}</Badge>
        <code className="wrap-anywhere">{path}</code>
      </p>
      <Prose text={entry.description} />
      {entry.parameters.length > 0 && (
        <Part title="In the address">
          <FieldList fields={entry.parameters} optional="optional" />
        </Part>
      )}
      {entry.body && (
        <Part title="Sends">
          <p className="mt-1 text-muted">
            <InlineText text={entry.body.words} />
          </p>
          {entry.body.fields.length > 0 && <FieldList fields={entry.body.fields} optional="optional" />}
        </Part>
      )}
      {entry.successes.map((success) => (
        <SuccessPart key={success.status} {...success} />
      ))}
      {entry.problems.length > 0 && (
        <Part title="Refuses">
          <ProblemLinks problems={entry.problems} />
        </Part>
      )}
      <Part title="In a shell">
        <pre className="mt-2 rounded-control bg-panel p-4 text-sm wrap-anywhere whitespace-pre-wrap ring-1 ring-line">
          <code>{entry.sample}</code>
        </pre>
      </Part>
    </article>
  );
}
