/** A reporter of node:test that writes `{ passed, failed, skipped }`; suites are not counted. */
export default async function* countReporter(source) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for await (const { type, data } of source) {
    const isTest = data?.details?.type !== 'suite';
    if (isTest && (type === 'test:pass' || type === 'test:fail')) {
      const isLeftOut = data.skip !== undefined || data.todo !== undefined;
      counts[isLeftOut ? 'skipped' : type === 'test:pass' ? 'passed' : 'failed'] += 1;
    }
  }
  yield JSON.stringify(counts);
}
