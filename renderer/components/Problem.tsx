import { CircleAlert } from 'lucide-react';

/** What went wrong and what to do, said to screen readers at once. */
export function Problem({ children }: { children: string | undefined }) {
  return (
    <div role="alert" className="problem">
      {children && (
        <>
          <CircleAlert aria-hidden="true" />
          <span>{children}</span>
        </>
      )}
    </div>
  );
}
