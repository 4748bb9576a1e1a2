import fs from 'node:fs';
import path from 'node:path';
import { NODE_MODULES, ROOT } from '../checkout.mjs';
import { run } from '../process/run.mjs';
import { installedBrowser } from '../setup/find-browser.mjs';
import { labEnvironment } from '../start/lab-environment.mjs';
import { readCounts, reportFile } from './report-file.mjs';

const CONFIG = path.join('ui-tests', 'playwright.config.ts');

/** The tests in a real browser; `pattern` is part of a file's path. */
export async function uiTests(pattern) {
  if (!fs.existsSync(path.join(ROOT, CONFIG))) {
    return { passed: 0, failed: 0, skipped: 0 };
  }
  const report = reportFile('ui-tests.json');
  const browser = installedBrowser();
  const program = path.join(NODE_MODULES, '@playwright', 'test', 'cli.js');
  const code = await run(
    process.execPath,
    [program, 'test', `--config=${CONFIG}`, '--reporter=list,json', ...(pattern ? [pattern] : [])],
    {
      env: {
        ...labEnvironment(),
        PLAYWRIGHT_JSON_OUTPUT_FILE: report,
        // Without one Playwright uses its own, which the set-up has fetched then.
        ...(browser === null ? {} : { CHROMIUM_PATH: browser })
      }
    }
  );
  return readCounts(report, readPlaywright, code);
}

function readPlaywright(text) {
  const { stats } = JSON.parse(text);
  // A test that passed only when tried again has failed once too often.
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped };
}
