import {
  isForbidden,
  isRefused,
  isRetryable,
  isStoreOverload,
  MlflowApiError,
  MlflowConnectionError,
  MlflowProtocolError,
  MlflowTimeoutError
} from '../../../tracking/index.js';
import type { TrackingTarget } from '../../config/kernel-config.js';
import { ExperimentDeletedError } from '../runs/experiment-ids.js';
import { RestoredError } from '../runs/restored.js';
import { NoTrackerError } from '../../connection/tracker-file.js';
import { UnusableTargetError } from '../../connection/tracking-connection.js';

/** Why a request is to be tried again later. */
export interface Failure {
  /** Whether the whole server fails, or what is asked for, while other things may succeed. */
  readonly scope: 'server' | 'request';
  readonly reason: string;
  /** What a person can do about it. */
  readonly next: string;
  /** Milliseconds that the server asks to wait, or null. */
  readonly retryAfter: number | null;
}

const KEPT = 'What was recorded is kept, and is sent as soon as it can be.';

/** What `error` means for the delivery, or null where trying again is of no use. */
export function failureOf(error: unknown, target: TrackingTarget): Failure | null {
  const place = placeOf(target);
  if (error instanceof NoTrackerError) {
    return serverFails(
      `The tracking server of the folder ${error.root} is not running.`,
      `JupyterLab, opened in that folder, starts it; if it can't, the runs panel says why. ${KEPT}`
    );
  }
  if (error instanceof UnusableTargetError) {
    return serverFails(
      error.message,
      `Set MLFLOW_TRACKING_URI to the address of an MLflow server and restart the kernel. ${KEPT}`
    );
  }
  if (error instanceof ExperimentDeletedError) {
    return {
      scope: 'request',
      reason: error.message,
      next: `Restore the experiment in MLflow. ${KEPT}`,
      retryAfter: null
    };
  }
  if (error instanceof RestoredError) {
    return { scope: 'request', reason: error.message, next: KEPT, retryAfter: null };
  }
  if (error instanceof MlflowConnectionError) {
    return serverFails(
      `The tracking server ${place} can't be reached: ${causeOf(error)}.`,
      target.kind === 'uri'
        ? `Check that it runs and that MLFLOW_TRACKING_URI is right. ${KEPT}`
        : `JupyterLab starts it again by itself. ${KEPT}`
    );
  }
  if (error instanceof MlflowTimeoutError) {
    return serverFails(`The tracking server ${place} doesn't answer in time.`, KEPT);
  }
  if (error instanceof MlflowProtocolError) {
    return serverFails(
      `What answers ${place} is not an MLflow server: ${error.message}`,
      `Check MLFLOW_TRACKING_URI, and whether you are logged in there. ${KEPT}`
    );
  }
  return error instanceof MlflowApiError ? apiFailure(error, place) : null;
}

function apiFailure(error: MlflowApiError, place: string): Failure | null {
  const { status, serverMessage, retryAfter } = error;
  if (status === 401 || status === 407) {
    return serverFails(
      `The tracking server ${place} asks for a log-in (HTTP ${status}).`,
      'Set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN, ' +
        'before you start Jupyter; or here, in process.env, and then call ' +
        `mlflow.setTrackingUri(mlflow.getTrackingUri()). ${KEPT}`
    );
  }
  if (status === 403) {
    return {
      // A right that is missing to one experiment must not hold up the others.
      scope: isForbidden(error) ? 'request' : 'server',
      reason: `The tracking server ${place} forbids this: ${quoted(serverMessage)}.`,
      next: `Ask its administrator for permission to write, or log in as somebody else. ${KEPT}`,
      retryAfter
    };
  }
  if (isRefused(error)) {
    return null;
  }
  if (!isRetryable(error)) {
    return serverFails(
      `What answers ${place} does not have MLflow's interface (HTTP ${status}).`,
      `Check MLFLOW_TRACKING_URI. ${KEPT}`
    );
  }
  return {
    scope: isOverload(error) ? 'server' : 'request',
    reason: `The tracking server ${place} answers with an error: HTTP ${status}, ${quoted(serverMessage)}.`,
    next: `Look into its log. ${KEPT}`,
    retryAfter
  };
}

/** Whether asking for something else would only make it worse. */
function isOverload(error: MlflowApiError): boolean {
  return [408, 429, 503].includes(error.status) || isStoreOverload(error);
}

function serverFails(reason: string, next: string): Failure {
  return { scope: 'server', reason, next, retryAfter: null };
}

function placeOf(target: TrackingTarget): string {
  return target.kind === 'uri' ? `at ${target.uri}` : `of the folder ${target.root}`;
}

/** The innermost cause: `fetch` itself only says that it failed. */
function causeOf(error: Error): string {
  let cause: unknown = error;
  while (cause instanceof Error) {
    const inner: unknown = cause instanceof AggregateError ? cause.errors[0] : cause.cause;
    if (inner === undefined) {
      break;
    }
    cause = inner;
  }
  return cause instanceof Error ? cause.message : String(cause);
}

function quoted(text: string): string {
  const line = text.trim().replace(/\s+/g, ' ');
  return `"${line.length > 200 ? `${line.slice(0, 200)}…` : line}"`;
}
