import type { Fault } from '../suite/fault.js';
import { ANSWERS } from './answers.js';
import { ARTIFACT_LOADS } from './artifacts.js';
import {
  damagedBeginning,
  flippedBits,
  foreignFiles,
  newerJournal,
  truncatedJournal
} from './damaged-journal.js';
import { fullDisk, readOnlyDisk } from './full-disk.js';
import { neverYields, twentyKernels } from './kernels.js';
import {
  killAll,
  killKernel,
  killKernelAndShipper,
  killRecovery,
  killShipper,
  killTracker
} from './kill-processes.js';
import { killLab, labButtons } from './lab.js';
import { LOADS } from './load.js';
import { expiredToken, wrongCertificate, wrongPassword } from './log-ins.js';
import { namesAndValues } from './names-and-values.js';
import { claimants, twoMachines } from './owners.js';
import { removedJournal } from './removed-journal.js';
import { clockJumps, clockSetRight, outOfMemory, stopGroup, terminate } from './signals.js';
import {
  absentForADay,
  databaseLock,
  deletedExperiment,
  deletedRun,
  renamedExperiment
} from './store.js';

/** Every fault of the suite, the longest first, so that the shorter ones fill the other lane. */
export const FAULTS: readonly Fault[] = [
  neverYields,
  killLab,
  ...LOADS,
  ...ARTIFACT_LOADS,
  killAll,
  killTracker,
  twentyKernels,
  labButtons,
  killShipper,
  killKernelAndShipper,
  killKernel,
  killRecovery,
  ...ANSWERS,
  databaseLock,
  deletedRun,
  deletedExperiment,
  renamedExperiment,
  absentForADay,
  wrongPassword,
  wrongCertificate,
  expiredToken,
  fullDisk,
  readOnlyDisk,
  removedJournal,
  truncatedJournal,
  flippedBits,
  damagedBeginning,
  newerJournal,
  foreignFiles,
  claimants,
  twoMachines,
  stopGroup,
  terminate,
  outOfMemory,
  clockJumps,
  clockSetRight,
  namesAndValues
];
