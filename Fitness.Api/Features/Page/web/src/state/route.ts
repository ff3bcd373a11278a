import { computed, signal } from '@preact/signals';

const fragment = signal(location.hash);
let keeper: ((link: string) => boolean) | null = null;
addEventListener('hashchange', () => {
  if (location.hash !== fragment.value && keeper?.(`/${location.hash}`)) history.replaceState(null, '', `/${fragment.value}`);
  else fragment.value = location.hash;
});

/** The view that is shown: the parts of the path, and the parameters. It is in the fragment, so that the service need not know it. */
export const route = computed(() => {
  const [path = '', query = ''] = fragment.value.replace(/^#\/?/, '').split('?');
  return { parts: path.split('/').filter(Boolean).map(decode), parameters: new URLSearchParams(query) };
});

/** The link to a view. */
export function linkTo(parts: readonly string[], parameters?: URLSearchParams): string {
  const query = parameters?.toString();
  return `/#/${parts.map(encodeURIComponent).join('/')}${query ? `?${query}` : ''}`;
}

/** Goes to a view; replacing the current one in the history, or not. */
export function go(parts: readonly string[], parameters?: URLSearchParams, replace = false): void {
  const link = linkTo(parts, parameters);
  if (!replace) location.assign(link);
  else {
    history.replaceState(null, '', link);
    fragment.value = location.hash;
  }
}

/** Asks before another view is shown, until the returned function is called: the view stays if the answer is true. */
export function keepView(ask: (link: string) => boolean): () => void {
  keeper = ask;
  return () => void (keeper = null);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
