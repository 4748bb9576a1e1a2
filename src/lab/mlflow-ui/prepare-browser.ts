/** Keys under which MLflow's pages keep what they know of this browser. */
const ASSISTANT_WAS_SHOWN = 'mlflow.assistant.fab.autoOpenedOnFirstLoad_v1';
const IS_DARK = '_mlflow_dark_mode_toggle_enabled';

/**
 * Makes MLflow's pages fit in: in the theme of Lab, and without the assistant that opens
 * itself at the first visit, which does not work through Jupyter's server.
 */
export function prepareBrowser(isDark: boolean): void {
  try {
    window.localStorage.setItem(ASSISTANT_WAS_SHOWN, 'true');
    window.localStorage.setItem(IS_DARK, String(isDark));
  } catch {
    // A browser that keeps nothing shows the pages as MLflow makes them.
  }
}
