import { assertName, MlflowArgumentError } from '../../tracking/index.js';
import type { AutologSettings, AutologSwitches } from '../runs/autolog-settings.js';
import { checkFlag, checkObject, checkTexts } from './checks.js';
import type { Autologging, AutologOptions } from './types/autolog.js';

type Settings = { -readonly [Name in keyof AutologSettings]?: AutologSettings[Name] };

const FLAGS = [
  'disable',
  'exclusive',
  'silent',
  'logModels',
  'logInputExamples',
  'logModelSignatures',
  'logDatasets',
  'checkpoint'
] as const;

const OTHERS = ['everyNIter', 'extraTags', 'registeredModelName'] as const;

export function createAutologging(switches: AutologSwitches): Autologging {
  const autologOf =
    (flavor: string | null): Autologging['autolog'] =>
    (options = {}) => {
      switches.set(flavor, readAutologOptions(options));
    };
  return { autolog: autologOf(null), tfjs: { autolog: autologOf('tfjs') } };
}

/** The settings that are given. @throws MlflowArgumentError where one is not known or not allowed. */
export function readAutologOptions(options: AutologOptions): Partial<AutologSettings> {
  const settings: Settings = {};
  refuseUnknown(checkObject('options', options));
  for (const flag of FLAGS) {
    if (options[flag] !== undefined) {
      settings[flag] = checkFlag(flag, options[flag]);
    }
  }
  const { everyNIter, extraTags, registeredModelName } = options;
  if (everyNIter !== undefined) {
    settings.everyNIter = checkCount(everyNIter);
  }
  if (extraTags !== undefined) {
    settings.extraTags = checkTexts('tag', extraTags);
  }
  if (registeredModelName !== undefined) {
    settings.registeredModelName = assertName('registeredModel', registeredModelName);
  }
  return settings;
}

function refuseUnknown(options: object): void {
  const known: readonly string[] = [...FLAGS, ...OTHERS];
  const unknown = Object.keys(options).find(name => !known.includes(name));
  if (unknown !== undefined) {
    throw new MlflowArgumentError(
      `autolog has no option ${JSON.stringify(unknown)}. It takes ${known.join(', ')}.`
    );
  }
}

function checkCount(count: unknown): number {
  if (typeof count !== 'number' || !Number.isSafeInteger(count) || count < 1) {
    throw new MlflowArgumentError(
      `everyNIter is a whole number from 1, but was given ${String(count)}.`
    );
  }
  return count;
}
