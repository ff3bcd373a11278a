import type { ProblemDetails } from '../../contract';

/** Why a call did not do what it should, in words for the person, with what to do next. */
export interface Failure {
  readonly sentence: string;
  readonly next: string;
  /** Seconds after which to try again, if it may help. */
  readonly retryAfter?: number;
  readonly problem: ProblemDetails;
}

const unreachable = 'unreachable';

// By the last part of a problem's type. What is not here says what the service said.
const words: Readonly<Record<string, readonly [sentence: string, next: string]>> = {
  [unreachable]: ['The service does not answer.', 'It may be starting, or the network is down. It is asked again; what you entered is still here.'],
  unauthorized: ['You are not signed in, or your token is no longer good.', 'Paste a token under “Who am I”.'],
  forbidden: ['Your token does not allow that.', 'In this environment it is for operators.'],
  'too-many-requests': ['Those were too many requests in a short time.', 'It goes on by itself in a moment.'],
  'storage-unavailable': ['The storage does not answer at the moment.', 'Nothing is lost. It is tried again.'],
  'erase-in-progress': ['Everything of yours is being erased.', 'Wait a moment, or erase again under “Who am I” if it does not end.'],
  'activity-deleted': ['This activity was deleted, perhaps on another device.', 'Create it anew if you want it back.'],
  'stale-version': ['Somebody else changed this activity first.', 'Compare both, and choose.'],
  'activity-not-found': ['There is no such activity.', 'It may have been deleted on another device.'],
};

/** The failure that an error of the client is. */
export function failureOf(error: unknown, response: Response): Failure {
  const problem = isProblem(error) ? error : { type: '', title: response.statusText || `Status ${response.status}`, status: response.status };
  const name = problem.type.split('/').at(-1) ?? '';
  const fields = Object.entries(problem.errors ?? {}).map(([field, texts]) => `${field}: ${texts.join(' ')}`);
  const [sentence, next] = words[name] ?? [problem.title, problem.detail ?? (fields.join(' ') || 'See “Something is wrong here”.')];
  const seconds = Number(response.headers.get('Retry-After'));
  return { sentence, next, problem, ...(seconds > 0 ? { retryAfter: seconds } : isTemporary(problem.status) ? { retryAfter: 5 } : {}) };
}

/** The answer in place of one that did not come. */
export function noAnswer(error: unknown): Response {
  const detail = error instanceof Error ? error.message : String(error);
  return Response.json({ type: unreachable, title: 'There was no answer.', status: 503, detail }, { status: 503 });
}

function isTemporary(status: number): boolean {
  return status === 429 || status === 503;
}

function isProblem(error: unknown): error is ProblemDetails {
  return typeof error === 'object' && error !== null && 'title' in error && 'status' in error;
}
