import { useLayoutEffect } from 'preact/hooks';

/** Keeps the rows that are looked at where they are, when others appear or vanish above them. Not every browser does so by itself, and none in every table. */
export function useSteadyScroll(drawn: unknown): void {
  const row = scrollY > 0 ? document.elementFromPoint(innerWidth / 2, innerHeight / 3)?.closest('.month tbody tr') : null;
  const top = row?.getBoundingClientRect().top;
  useLayoutEffect(() => {
    if (row?.isConnected) scrollBy(0, row.getBoundingClientRect().top - top!);
  }, [drawn]);
}
