/**
 * A process that claims the journal in the folder of its first argument when it reads a
 * line, says `won` or `lost`, and lives until its input ends.
 */
import { journalFolderAt } from '../../../src/kernel/journal/journal-folder.js';
import { JournalOwner } from '../../../src/kernel/journal/journal-owner.js';

const folder = journalFolderAt(process.argv[2] ?? '');
process.stdout.write('ready\n');
process.stdin.once('data', () => {
  process.stdout.write(JournalOwner.claim(folder) === null ? 'lost\n' : 'won\n');
});
process.stdin.on('end', () => process.exit(0));
