import { useEffect, useState } from 'preact/hooks';
import type { Failure } from '../api/failures.ts';
import { html } from '../html.ts';

/** A failure in words, with the next step. If time may help, it counts down and tries again by itself. */
export function Failed({ failure, retry }: { failure: Failure; retry?: () => void }) {
  const [left, setLeft] = useState(failure.retryAfter ?? 0);
  useEffect(() => {
    setLeft(failure.retryAfter ?? 0);
    if (!failure.retryAfter || !retry) return;
    const end = Date.now() + failure.retryAfter * 1000;
    const timer = setInterval(() => {
      const seconds = Math.ceil((end - Date.now()) / 1000);
      setLeft(Math.max(0, seconds));
      if (seconds <= 0) {
        clearInterval(timer);
        retry();
      }
    }, 500);
    return () => clearInterval(timer);
  }, [failure]);
  return html`<div class="failed" role="alert">
    <p><strong>${failure.sentence}</strong> ${failure.next}</p>
    ${retry &&
    html`<p>
      <button type="button" class="secondary" onClick=${retry}>Try again</button>
      ${left > 0 && html` <small aria-live="off">by itself in ${left} s</small>`}
    </p>`}
  </div>`;
}
