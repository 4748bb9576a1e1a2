import { crc32, deflateSync } from 'node:zlib';

/** Pixels of 8 bits a channel, line by line from the top left. */
export interface Bitmap {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3 | 4;
  readonly data: Uint8Array;
}

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
/** PNG's numbers for grey, RGB and RGBA; https://www.w3.org/TR/png-3/#11IHDR */
const COLOR_TYPES = { 1: 0, 3: 2, 4: 6 } as const;
const BITS = 8;
/** The filter type "none", which each line begins with. */
const UNFILTERED = 0;

/** The bitmap as the bytes of a PNG file. */
export function encodePng(bitmap: Bitmap): Uint8Array {
  const { width, height, channels } = bitmap;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([BITS, COLOR_TYPES[channels], 0, 0, 0], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(lines(bitmap))),
    chunk('IEND', new Uint8Array())
  ]);
}

function lines({ width, height, channels, data }: Bitmap): Uint8Array {
  const length = width * channels;
  const all = new Uint8Array((length + 1) * height);
  for (let y = 0; y < height; y++) {
    all[y * (length + 1)] = UNFILTERED;
    all.set(data.subarray(y * length, (y + 1) * length), y * (length + 1) + 1);
  }
  return all;
}

/** Length, type, content and checksum; https://www.w3.org/TR/png-3/#5Chunk-layout */
function chunk(type: string, content: Uint8Array): Uint8Array {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const frame = Buffer.alloc(typed.length + 8);
  frame.writeUInt32BE(content.length, 0);
  frame.set(typed, 4);
  frame.writeUInt32BE(crc32(typed), typed.length + 4);
  return frame;
}
