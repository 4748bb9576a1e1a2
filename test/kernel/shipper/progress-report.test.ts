import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import type { ShipperMessage } from '../../../src/kernel/shipper/messages.js';
import { ProgressReport } from '../../../src/kernel/shipper/progress/progress-report.js';

describe('The report of how far the delivery came', () => {
  let count = { offset: 0, waiting: 0 };
  let told: ShipperMessage[] = [];
  let isRead = true;
  let report: ProgressReport;

  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout'] });
    count = { offset: 10, waiting: 2 };
    told = [];
    isRead = true;
    const send = (message: ShipperMessage): boolean => {
      if (isRead) {
        told.push(message);
      }
      return isRead;
    };
    report = new ProgressReport({ send }, () => count);
  });

  afterEach(() => {
    mock.timers.reset();
  });

  it('comes once for many changes, and not where nothing is new', () => {
    report.note();
    report.note();
    assert.deepEqual(told, []);
    mock.timers.tick(200);
    report.note();
    mock.timers.tick(200);
    assert.deepEqual(told, [{ type: 'progress', offset: 10, waiting: 2 }]);
  });

  it('is repeated, as it is then, for a kernel that did not read it', () => {
    isRead = false;
    report.tell();
    count = { offset: 30, waiting: 0 };
    isRead = true;
    mock.timers.tick(200);
    assert.deepEqual(told, [{ type: 'progress', offset: 30, waiting: 0 }]);
  });

  it('is not made any more once it is stopped', () => {
    isRead = false;
    report.tell();
    report.stop();
    isRead = true;
    mock.timers.tick(1000);
    assert.deepEqual(told, []);
  });
});
