/** A part of the journal that was read at once. */
interface Chunk {
  /** Where it ends in the file. */
  end: number;
  /** How many of its records are under way. */
  open: number;
}

/** For one record, which is settled when all parts of it are delivered or refused. */
export interface Receipt {
  settlePart(): void;
}

/**
 * Knows up to which byte everything of a journal is settled, though records are settled
 * in any order. Counts by the chunks in which the journal was read, not by records, so
 * that a run that waits for days doesn't fill the memory with those that don't.
 */
export class DeliveryLedger {
  constructor(private _offset: number) {}

  /** Everything before this byte is settled. */
  get offset(): number {
    return this._offset;
  }

  /** Records that are read and not settled. */
  get open(): number {
    return this._open;
  }

  /** Bytes of these records. */
  get openBytes(): number {
    return this._openBytes;
  }

  /** Adds what was read up to byte `end`; `fill` takes a receipt for each record that has parts to deliver. */
  addChunk(end: number, fill: (receiptOf: (parts: number, size: number) => Receipt) => void): void {
    const chunk = this._chunkUpTo(end);
    // One for the filling itself: what is settled at once must not close the chunk.
    chunk.open++;
    fill((parts, size) => this._receipt(chunk, parts, size));
    this._closeOne(chunk);
  }

  private _chunkUpTo(end: number): Chunk {
    const last = this._chunks.at(-1);
    if (last?.open === 0) {
      last.end = end;
      return last;
    }
    const chunk = { end, open: 0 };
    this._chunks.push(chunk);
    return chunk;
  }

  private _receipt(chunk: Chunk, parts: number, size: number): Receipt {
    chunk.open++;
    this._open++;
    this._openBytes += size;
    let left = parts;
    return {
      settlePart: () => {
        left--;
        if (left === 0) {
          this._open--;
          this._openBytes -= size;
          this._closeOne(chunk);
        }
      }
    };
  }

  private _closeOne(chunk: Chunk): void {
    chunk.open--;
    const firstOpen = this._chunks.findIndex(one => one.open > 0);
    const settled = firstOpen < 0 ? this._chunks.length : firstOpen;
    this._offset = Math.max(this._offset, this._chunks[settled - 1]?.end ?? 0);
    this._chunks.splice(0, settled);
  }

  private readonly _chunks: Chunk[] = [];
  private _open = 0;
  private _openBytes = 0;
}
