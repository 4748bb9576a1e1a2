import { Clipboard } from '@jupyterlab/apputils';
import { nullTranslator } from '@jupyterlab/translation';
import { act, fireEvent, render, screen } from '@testing-library/react';
import * as React from 'react';
import { CopyButton } from '../../src/lab/elements/copy-button.js';
import { CopyValue } from '../../src/lab/elements/copy-value.js';

describe('copying', () => {
  const trans = nullTranslator.load('test');
  let copied: unknown[];

  beforeEach(() => {
    jest.useFakeTimers();
    copied = [];
    // jsdom has no clipboard.
    jest.spyOn(Clipboard, 'copyToSystem').mockImplementation(text => {
      copied.push(text);
    });
  });

  afterEach(() => {
    jest.restoreAllMocks();
    jest.useRealTimers();
  });

  function waitUntilItIsOver(): void {
    act(() => {
      jest.advanceTimersByTime(1500);
    });
  }

  it('takes the text of a button, which says so for a moment', () => {
    render(<CopyButton text="0a1b2c" label="Copy the run id" trans={trans} />);
    fireEvent.click(screen.getByRole('button', { name: 'Copy the run id' }));
    expect(copied).toEqual(['0a1b2c']);
    expect(screen.getByRole('button', { name: 'Copied' })).toBeTruthy();
    waitUntilItIsOver();
    expect(screen.getByRole('button', { name: 'Copy the run id' })).toBeTruthy();
  });

  it('takes the whole value of a rounded number', () => {
    render(<CopyValue name="loss" value={0.0412345678} trans={trans} />);
    const value = screen.getByRole('button', { name: 'loss 0.04123, copy the whole value' });
    fireEvent.click(value);
    expect(copied).toEqual(['0.0412345678']);
    expect(value.title).toBe('Copied 0.0412345678');
    waitUntilItIsOver();
    expect(value.title).toBe('0.0412345678 (click to copy)');
  });
});
