import type { Ref } from 'react';
import { Notice } from '@/components/ui/notice';
import type { FormState } from '@/lib/shared/form-state';

/**
 * What the server said about the form as a whole; `ref` is where it says it. The quiet region is there from the start,
 * because a region that arrives together with its words is not read out everywhere.
 */
export function FormMessage({ state, ref }: { state: FormState; ref?: Ref<HTMLDivElement> }) {
  return (
    <>
      <div role="status">
        {state.status === 'done' && (
          <div ref={ref} tabIndex={-1} className="mb-5 rounded-control">
            <Notice tone="success">{state.message}</Notice>
          </div>
        )}
      </div>
      {state.status === 'error' && (
        <div role="alert" ref={ref} tabIndex={-1} className="mb-5 rounded-control">
          <Notice tone="danger">
            {state.message}
            {state.fields['_']?.map((message) => (
              <p key={message}>{message}</p>
            ))}
          </Notice>
        </div>
      )}
    </>
  );
}
