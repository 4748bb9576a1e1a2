import { MlflowArgumentError } from '../errors.js';

/** A model version as the text that the server wants. @throws MlflowArgumentError if it is no whole number. */
export function encodeVersion(version: string | number): string {
  const text = String(version);
  if (!/^[1-9]\d{0,15}$/.test(text)) {
    throw new MlflowArgumentError(
      `A model version is a number from 1, not ${JSON.stringify(text)}.`
    );
  }
  return text;
}
