/*
 * The program that draws figures, a process of its own: what it needs is large, and a specification
 * may ask for any amount of work. Its first thread listens, its second draws. So it ends with the
 * shipper also in the midst of a drawing, and where memory runs out it is not the shipper that dies.
 */
import { isMainThread } from 'node:worker_threads';
import { answerDrawings } from './answer-drawings.js';
import { keepThread } from './keep-thread.js';

if (isMainThread) {
  keepThread(__filename);
} else {
  answerDrawings();
}
