import { autologgingPlugin } from './autologging/plugin.js';
import { bindingPlugin } from './binding/plugin.js';
import { liveRunsPlugin } from './live-runs/plugin.js';
import { mlflowUiPlugin } from './mlflow-ui/plugin.js';
import { notebooksPlugin } from './notebooks/plugin.js';
import { runCardPlugin } from './run-card/plugin.js';
import { runDetailPlugin } from './run-detail/plugin.js';
import { runsPanelPlugin } from './runs-panel/plugin.js';
import { serverPlugin } from './server/plugin.js';
import { statusPlugin } from './status/plugin.js';

export default [
  serverPlugin,
  notebooksPlugin,
  liveRunsPlugin,
  bindingPlugin,
  runCardPlugin,
  runDetailPlugin,
  runsPanelPlugin,
  mlflowUiPlugin,
  statusPlugin,
  autologgingPlugin
];
