import assert from 'node:assert/strict';
import { inflateSync } from 'node:zlib';

export interface DecodedPng {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly data: Uint8Array;
}

/** Reads a PNG of 8 bits a channel without filters, by the standard alone; checks every checksum. */
export function decodePng(bytes: Uint8Array): DecodedPng {
  const file = Buffer.from(bytes);
  assert.equal(file.subarray(0, 8).toString('latin1'), '\x89PNG\r\n\x1a\n');
  const chunks: { type: string; content: Buffer }[] = [];
  for (let at = 8; at < file.length;) {
    const length = file.readUInt32BE(at);
    const typed = file.subarray(at + 4, at + 8 + length);
    assert.equal(file.readUInt32BE(at + 8 + length), checksum(typed));
    chunks.push({ type: typed.toString('latin1', 0, 4), content: typed.subarray(4) });
    at += 12 + length;
  }
  assert.deepEqual(
    chunks.map(({ type }) => type),
    ['IHDR', 'IDAT', 'IEND']
  );
  const [header, image] = chunks.map(({ content }) => content) as [Buffer, Buffer];
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const [bits, color, ...methods] = header.subarray(8);
  assert.deepEqual([bits, ...methods], [8, 0, 0, 0]);
  const channels = { 0: 1, 2: 3, 6: 4 }[color!]!;
  const lines = inflateSync(image);
  assert.equal(lines.length, height * (1 + width * channels));
  const data = Buffer.alloc(width * height * channels);
  for (let y = 0; y < height; y++) {
    const start = y * (1 + width * channels);
    assert.equal(lines[start], 0);
    lines.copy(data, y * width * channels, start + 1, start + 1 + width * channels);
  }
  return { width, height, channels, data: Uint8Array.from(data) };
}

/** CRC-32, bit by bit, as the standard defines it. */
function checksum(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) {
      crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
    }
  }
  return (crc ^ 0xffffffff) >>> 0;
}
