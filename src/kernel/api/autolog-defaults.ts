import { readAutologOptions } from './autolog.js';
import type { AutologSettings } from '../runs/autolog-settings.js';
import type { KernelConfig } from '../config/kernel-config.js';

/**
 * What counts where a program says nothing about autologging: the environment's
 * `AUTOLOG_OPTIONS`, a JSON object with the options of `mlflow.autolog`, before the settings of the
 * Jupyter server.
 * @throws MlflowArgumentError where an option is not known or not allowed; SyntaxError for no JSON.
 */
export function readAutologDefaults(
  { autologOptions = {} }: KernelConfig,
  environment: NodeJS.ProcessEnv = process.env
): Partial<AutologSettings> {
  const text = environment['AUTOLOG_OPTIONS'] ?? '';
  const own = text === '' ? {} : (JSON.parse(text) as Readonly<Record<string, unknown>>);
  return { ...readAutologOptions(autologOptions), ...readAutologOptions(own) };
}
