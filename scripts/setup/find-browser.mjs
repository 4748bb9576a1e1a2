import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { Problem } from '../problem.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Path of a Chromium or Chrome of this machine, or null. CHROMIUM_PATH wins. */
export function installedBrowser() {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (!fs.existsSync(named)) {
      throw new Problem(
        `CHROMIUM_PATH names ${named}, which does not exist: set it to a Chromium or Chrome, or unset it.`
      );
    }
    return named;
  }
  return places().find(place => fs.existsSync(place)) ?? null;
}

/** Path of the Chromium that `playwright install` has fetched, or null. */
export function playwrightBrowser() {
  const { chromium } = createRequire(import.meta.url)('@playwright/test');
  const place = chromium.executablePath();
  return fs.existsSync(place) ? place : null;
}

function places() {
  switch (process.platform) {
    case 'darwin':
      return [
        '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
        '/Applications/Chromium.app/Contents/MacOS/Chromium'
      ];
    case 'win32':
      return ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA']
        .map(name => process.env[name])
        .filter(folder => folder !== undefined)
        .map(folder => path.join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'));
    default:
      return (process.env.PATH ?? '')
        .split(path.delimiter)
        .concat('/usr/bin', '/snap/bin')
        .flatMap(folder => NAMES.map(name => path.join(folder, name)));
  }
}
