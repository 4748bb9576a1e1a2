import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** A file system of its own, of `size` bytes. */
export class TinyDisk {
  readonly path = fs.mkdtempSync(path.join(os.tmpdir(), 'autolog-disk-'));

  constructor(size: number) {
    mount('-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', this.path);
  }

  makeReadOnly(): void {
    mount('-o', 'remount,ro', this.path);
  }

  makeWritable(): void {
    mount('-o', 'remount,rw', this.path);
  }

  /** Takes all space that is left; the returned function gives it back. */
  fill(): () => void {
    const file = path.join(this.path, 'filler');
    const descriptor = fs.openSync(file, 'w');
    try {
      for (;;) {
        fs.writeSync(descriptor, Buffer.alloc(4096));
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') {
        throw error;
      }
    } finally {
      fs.closeSync(descriptor);
    }
    return () => {
      fs.rmSync(file);
    };
  }

  remove(): void {
    execFileSync('umount', ['--lazy', this.path]);
    fs.rmdirSync(this.path);
  }
}

/** Why no disk of our own can be had here, or false. */
export const NO_DISKS: string | false =
  process.platform !== 'linux' || process.getuid?.() !== 0 || !canMount()
    ? 'only root of a Linux that lets it mount has disks of its own'
    : false;

function mount(...args: string[]): void {
  execFileSync('mount', args, { stdio: 'pipe' });
}

function canMount(): boolean {
  try {
    new TinyDisk(65_536).remove();
    return true;
  } catch {
    return false;
  }
}
