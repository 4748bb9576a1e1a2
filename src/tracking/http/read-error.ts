import { MlflowApiError } from '../errors.js';
import type { HttpResponse } from './fetch-like.js';
import { parseRetryAfter } from './retry-after.js';

/** MLflow's codes for statuses whose answers carry none (proxies, middleware, crashes). */
const CODES: Readonly<Record<number, string>> = {
  400: 'BAD_REQUEST',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'ENDPOINT_NOT_FOUND',
  405: 'ENDPOINT_NOT_FOUND',
  409: 'RESOURCE_CONFLICT',
  413: 'BAD_REQUEST',
  429: 'REQUEST_LIMIT_EXCEEDED',
  500: 'INTERNAL_ERROR',
  501: 'NOT_IMPLEMENTED',
  502: 'TEMPORARILY_UNAVAILABLE',
  503: 'TEMPORARILY_UNAVAILABLE',
  504: 'TEMPORARILY_UNAVAILABLE'
};

const HINTS: Readonly<Record<number, string>> = {
  401: 'Log in again, or check the tracking user name, password or token.',
  403: "The user lacks the right, or the server refuses this host name (see its 'allowed hosts').",
  413: 'A proxy limits the size of requests.',
  429: 'The server asks for fewer requests.',
  503: 'The server is not ready; try again later.'
};

/** The error that `response`, whose body is `text`, stands for. `what` names the call. */
export function readError(
  what: string,
  response: HttpResponse,
  text: string,
  now: number
): MlflowApiError {
  const fields = parseFields(text);
  const sent = fields?.['error_code'];
  const errorCode =
    typeof sent === 'string' && sent !== '' ? sent : (CODES[response.status] ?? 'UNKNOWN');
  // MLflow's newer routes put their words into `detail`.
  const message = fields?.['message'] ?? fields?.['detail'];
  const serverMessage =
    typeof message === 'string' && message !== '' ? message : readableText(text);
  const hint = HINTS[response.status];
  return new MlflowApiError(
    `${what}: ${serverMessage === '' ? 'the server gave no reason' : serverMessage}` +
      ` (${errorCode}, HTTP ${response.status})${hint === undefined ? '' : `. ${hint}`}`,
    {
      status: response.status,
      errorCode,
      serverMessage,
      retryAfter: parseRetryAfter(response.headers.get('retry-after'), now)
    }
  );
}

/** The beginning of an answer in words: tags of HTML and line breaks taken out. */
export function readableText(text: string): string {
  const words = text
    .slice(0, 20_000)
    .replace(/<(script|style|head)\b[^]*?<\/\1\s*>/gi, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return words.length > 300 ? `${words.slice(0, 299)}…` : words;
}

function parseFields(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    // Proxies and the security middleware answer in HTML or plain text: that is read as words.
    return null;
  }
}
