import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { STATE, shown } from '../checkout.mjs';
import { Stopped } from '../problem.mjs';
import { stoppedBy } from '../process/running.mjs';

const LOCK = path.join(STATE, 'lock');

/** Runs `work` while no other set-up of this checkout runs; waits for one that does. */
export async function withSetupLock(work) {
  fs.mkdirSync(STATE, { recursive: true });
  let told = false;
  for (let owner = take(); owner !== null; owner = take()) {
    if (!told) {
      process.stdout.write(
        `Waiting for another set-up of this checkout, process ${owner} (if there is none, delete ${shown(LOCK)}).\n`
      );
      told = true;
    }
    await wait(300);
    if (stoppedBy() !== null) {
      throw new Stopped(stoppedBy());
    }
  }
  try {
    return await work();
  } finally {
    fs.rmSync(LOCK, { force: true });
  }
}

/** Takes the lock, or returns the id of the living process that has it. */
function take() {
  const own = `${LOCK}.${process.pid}`;
  fs.writeFileSync(own, String(process.pid));
  try {
    // A link appears with its content, so nobody ever reads a lock without an owner.
    fs.linkSync(own, LOCK);
    return null;
  } catch (error) {
    if (error.code !== 'EEXIST') {
      throw error;
    }
  } finally {
    fs.rmSync(own, { force: true });
  }
  const owner = readOwner();
  if (isAlive(owner)) {
    return owner;
  }
  fs.rmSync(LOCK, { force: true });
  return take();
}

function readOwner() {
  try {
    return Number(fs.readFileSync(LOCK, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') {
      return 0;
    }
    throw error;
  }
}

function isAlive(pid) {
  if (!Number.isInteger(pid) || pid <= 0) {
    return false;
  }
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
