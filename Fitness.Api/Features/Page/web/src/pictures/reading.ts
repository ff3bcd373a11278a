import { useEffect, useState } from 'preact/hooks';
import type { DuplicateCounting, Period, SummaryItem } from '../../contract';
import { api } from '../api/client.ts';
import { type Failure, failureOf } from '../api/failures.ts';
import { whenFollowing } from '../state/sync.ts';

/** What was read, or why not. */
export type Answer<T> = { readonly data: T; readonly failure?: undefined } | { readonly data?: undefined; readonly failure: Failure };

/** Gives the sums of a range by period. */
export type Summaries = (period: Period, from: string, to: string) => Promise<Answer<readonly SummaryItem[]>>;

interface Asked {
  readonly period: Period;
  readonly from: string;
  readonly to: string;
  readonly answer: ReturnType<Summaries>;
}

/** Reads summaries, each one once: what several pictures need is one request. To read anew, make a new one. */
export function readSummaries(possibleDuplicates: DuplicateCounting): Summaries {
  const asked = new Set<Asked>();
  return (period, from, to) => {
    const same = [...asked].find((each) => each.period === period && each.from === from && each.to === to);
    if (same) return same.answer;
    // Days are the same in any range; weeks and months end with it.
    const whole = period === 'day' ? [...asked].find((each) => each.period === period && each.from <= from && each.to >= to) : undefined;
    return whole ? partOf(whole, from, to) : read(period, from, to);
  };

  function read(...[period, from, to]: Parameters<Summaries>): ReturnType<Summaries> {
    const entry: Asked = { period, from, to, answer: request() };
    asked.add(entry);
    return entry.answer;

    async function request(): ReturnType<Summaries> {
      await whenFollowing();
      const { data, error, response } = await api.GET('/v1/summaries', { params: { query: { period, from, to, possibleDuplicates } } });
      if (data) return { data: data.items };
      // Trying again asks again.
      asked.delete(entry);
      return { failure: failureOf(error, response) };
    }
  }

  async function partOf({ answer }: Asked, from: string, to: string): ReturnType<Summaries> {
    const { data } = await answer;
    return data ? { data: data.filter((item) => item.from >= from && item.to <= to) } : read('day', from, to);
  }
}

/** What a part of the view shows. */
export interface Reading<T> {
  /** What was read last: it stays until the next answer is there. */
  readonly data?: T;
  readonly failure?: Failure;
  readonly busy: boolean;
  readonly retry: () => void;
}

/** Reads for a component, anew whenever the inputs change. */
export function useReading<T>(read: () => Promise<Answer<T>>, inputs: readonly unknown[]): Reading<T> {
  const [state, setState] = useState<Omit<Reading<T>, 'retry'>>({ busy: true });
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let stale = false;
    setState((last) => ({ ...last, busy: true }));
    void read().then(({ data, failure }) => {
      if (stale) return;
      setState((last) => (data !== undefined ? { data, busy: false } : { ...last, failure: failure!, busy: false }));
    });
    return () => void (stale = true);
  }, [...inputs, attempt]);
  return { ...state, retry: () => setAttempt((last) => last + 1) };
}
