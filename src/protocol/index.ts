export {
  RUN_CARD_MIME_TYPE,
  ROUTES,
  TAGS,
  NOTEBOOK_ARTIFACTS,
  NOTEBOOK_METADATA_KEY
} from './names.js';
export { encodeMetricValue, decodeMetricValue, isMetricValue } from './metric-value.js';
export type { MetricValue } from './metric-value.js';
export { CARD_LIMITS } from './run-card.js';
export type {
  Delivery,
  ExperimentRef,
  MetricSummary,
  Progress,
  RunCard,
  RunStatus,
  RunSummary
} from './run-card.js';
export { isRunCard } from './run-card-guard.js';
export type {
  BindingReceipt,
  NotebookBinding,
  ServerStatus,
  TrackerState,
  TrackerStatus
} from './server.js';
export type {
  NotebookWaiting,
  RefusalsSeen,
  RefusedFile,
  RefusedRecords,
  WaitingRun
} from './waiting.js';
export { isNotebookWaiting } from './waiting-guard.js';
