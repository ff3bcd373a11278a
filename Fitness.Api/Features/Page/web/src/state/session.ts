import { computed, signal } from '@preact/signals';

/** The access token that the person pasted; in memory only, and gone with the tab. */
export const token = signal<string | null>(null);

/** Why the service refused the last token, or null. */
export const refusal = signal<string | null>(null);

/** Counts the sign-ins and sign-outs: what was read before belongs to another user. */
export const identity = signal(0);

/** When the token ends, if it says so. */
export const expiry = computed(() => {
  const end = claims(token.value)?.['exp'];
  return typeof end === 'number' ? new Date(end * 1000) : null;
});

/** Takes a token, as it was pasted: with or without the word before it. */
export function signIn(pasted: string): void {
  token.value = pasted.trim().replace(/^(authorization:\s*)?bearer\s+/i, '');
  refusal.value = null;
  identity.value++;
}

/** Forgets the token. */
export function signOut(): void {
  token.value = null;
  refusal.value = null;
  identity.value++;
}

/** Notes that the service refused a call's token. */
export function noteRefusal(used: string | null, challenge: string | null): void {
  // A later token is not the one that was refused.
  if (used === null || used !== token.value) return;
  const description = /error_description="([^"]*)"/.exec(challenge ?? '')?.[1];
  refusal.value = expiry.value && expiry.value.getTime() <= Date.now() ? 'Your token has expired.' : (description ?? 'The service refuses your token.');
}

/** Whether a text has the three parts of a signed token (RFC 7519). */
export function isToken(text: string): boolean {
  return claims(text.trim().replace(/^(authorization:\s*)?bearer\s+/i, '')) !== null;
}

function claims(text: string | null): Record<string, unknown> | null {
  const parts = text?.split('.') ?? [];
  if (parts.length !== 3) return null;
  try {
    const bytes = Uint8Array.from(atob(parts[1]!.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0));
    const content: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof content === 'object' && content !== null ? (content as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
