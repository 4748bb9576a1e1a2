import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import type { ImageSource } from '../../../src/kernel/api/types/mlflow.js';
import { makeKernelParts } from '../runs/kernel-parts.js';
import type { MemoryJournal } from '../runs/memory-journal.js';
import { decodePng } from './decode-png.js';
import { anything, itRefuses } from './refused-call.js';

const PNG = Buffer.from('\x89PNG\r\n\x1a\nrest', 'latin1');
const FILES = {
  png: PNG,
  jpg: Buffer.from('\xff\xd8\xff\xe0rest', 'latin1'),
  jpeg: Buffer.from('\xff\xd8\xff\xe0rest', 'latin1'),
  gif: Buffer.from('GIF89arest', 'latin1'),
  webp: Buffer.from('RIFF\x01\x02\n\x03WEBPrest', 'latin1')
};

/** What is kept for the artifacts, by their paths. */
function files(journal: MemoryJournal): Map<string, Uint8Array> {
  return new Map(
    journal
      .of('artifact')
      .map(({ path, file }) => [path, journal.kept.get(file.replace('spool/', ''))!])
  );
}

/** The pixels of an image that was logged under a path. */
function logged(image: ImageSource): ReturnType<typeof decodePng> {
  const { mlflow, journal } = makeKernelParts();
  mlflow.logImage(image, 'a.png');
  return decodePng(files(journal).get('a.png')!);
}

describe('mlflow.logImage under a path', () => {
  for (const [ending, bytes] of Object.entries(FILES)) {
    it(`keeps the bytes of a .${ending} file as they are`, () => {
      const { mlflow, journal } = makeKernelParts();
      mlflow.logImage(Uint8Array.from(bytes), `plots/a.${ending}`);
      mlflow.logImage(bytes, `B.${ending.toUpperCase()}`);
      assert.deepEqual(
        [...files(journal)],
        [
          [`plots/a.${ending}`, Uint8Array.from(bytes)],
          [`B.${ending.toUpperCase()}`, Uint8Array.from(bytes)]
        ]
      );
      assert.equal('mlflow.loggedImages' in journal.tags(), false);
    });
  }

  it('makes a PNG of any pixels, which an independent reader reads', () => {
    const size = fc.integer({ min: 1, max: 40 });
    const image = fc
      .record({ width: size, height: size, channels: fc.constantFrom(1, 3, 4) })
      .chain(({ width, height, channels }) =>
        fc
          .uint8Array({
            minLength: width * height * channels,
            maxLength: width * height * channels
          })
          .map(data => ({ width, height, channels, data }))
      );
    fc.assert(
      fc.property(image, ({ width, height, channels, data }) => {
        assert.deepEqual(logged({ width, height, data }), { width, height, channels, data });
        // The same numbers in a plain list, and as parts of one.
        assert.deepEqual(logged({ width, height, data: [...data] }).data, data);
        const parts = Float32Array.from(data, value => value / 255);
        assert.deepEqual(logged({ width, height, data: parts }).data, data);
      }),
      { numRuns: 50 }
    );
  });

  it('takes tensors: of parts, of bytes, of truth values, without channels', () => {
    const parts = tf.tensor3d([0, 0.5, 1, 0.25, 0, 1], [1, 2, 3]);
    assert.deepEqual(
      [...logged(parts).data],
      [0, 0.5, 1, 0.25, 0, 1].map(value => Math.round(value * 255))
    );
    const bytes = tf.tensor3d([0, 255, 17, 4], [2, 2, 1], 'int32');
    assert.deepEqual([...logged(bytes).data], [0, 255, 17, 4]);
    const mask = tf.tensor2d([0, 1], [1, 2], 'bool');
    const grey = logged(mask);
    assert.deepEqual([...grey.data], [0, 255]);
    assert.deepEqual([grey.width, grey.height, grey.channels], [2, 1, 1]);
    tf.dispose([parts, bytes, mask]);
  });

  const onePixel = { data: [1], width: 1, height: 1 };
  itRefuses([
    ['a path with another ending', m => m.logImage(PNG, 'a.jpg'), /logged as PNG.*end in \.png/],
    ['pixels as a .jpg', m => m.logImage(onePixel, 'a.jpg'), /logged as PNG.*"a\.jpg"/],
    ['a path that leads out', m => m.logImage(PNG, '../a.png'), /has the part '\.\.'/],
    ['no target', m => m.logImage(PNG, anything(undefined)), /image's key and step, or its path/],
    [
      'bytes of something else',
      m => m.logImage(Buffer.from('%PDF-1.7'), 'a.png'),
      /bytes that are no PNG, JPEG, GIF or WebP file\. Give raw pixels/
    ],
    ['no bytes', m => m.logImage(new Uint8Array(), 'a.png'), /no PNG, JPEG, GIF or WebP/],
    ['a text', m => m.logImage(anything('x.png'), 'a.png'), /takes the bytes of an image file/],
    ['nothing', m => m.logImage(anything(null), 'a.png'), /was given none of them/],
    [
      'too few pixels',
      m => m.logImage({ data: [1, 2], width: 2, height: 2 }, 'a.png'),
      /2 numbers for 2 × 2 pixels\. It takes 1 \(grey\), 3 \(RGB\) or 4/
    ],
    [
      'two channels',
      m => m.logImage({ data: [1, 2], width: 1, height: 1 }, 'a.png'),
      /2 numbers for 1 × 1/
    ],
    ['no width', m => m.logImage({ data: [], width: 0, height: 1 }, 'a.png'), /0 × 1 pixels/],
    [
      'half a pixel',
      m => m.logImage({ data: [1], width: 0.5, height: 2 }, 'a.png'),
      /0\.5 × 2 pixels/
    ],
    [
      'a number beyond a byte',
      m => m.logImage({ data: [1, 256, 3], width: 3, height: 1 }, 'a.png'),
      /number 256 at place 1\. Pixels go from 0 to 255; give a Float32Array/
    ],
    ['NaN', m => m.logImage({ data: [NaN], width: 1, height: 1 }, 'a.png'), /number NaN/],
    [
      'a part beyond one',
      m => m.logImage({ data: Float32Array.of(1.5), width: 1, height: 1 }, 'a.png'),
      /number 1\.5 at place 0\. Pixels of floating point numbers go from 0 to 1/
    ],
    [
      'a batch of images',
      m => m.logImage(tf.zeros([2, 2, 2, 3]), 'a.png'),
      /shape \[2, 2, 2, 3\]\. Images have the shape \[height, width, channels\]/
    ],
    ['a tensor of one axis', m => m.logImage(tf.zeros([4]), 'a.png'), /shape \[4\]/]
  ]);
});

describe('mlflow.logImage of a series', () => {
  const NAME =
    /^images\/plots~loss\+step\+3\+timestamp\+1000\+[0-9a-f-]{36}(\+compressed)?\.(png|webp)$/;

  it('keeps the image and a small one under MLflow’s names, and MLflow’s tag', () => {
    const { mlflow, journal } = makeKernelParts();
    const data = new Uint8Array(600 * 300).fill(200);
    mlflow.logImage(
      { data, width: 600, height: 300 },
      { key: 'plots/loss', step: 3, timestamp: 1000 }
    );
    const [[whole, big], [compressed, small]] = [...files(journal)] as [
      [string, Uint8Array],
      [string, Uint8Array]
    ];
    assert.match(whole, NAME);
    assert.equal(compressed, whole.replace('.png', '+compressed.png'));
    assert.deepEqual(decodePng(big).data, data);
    const { width, height, data: means } = decodePng(small);
    assert.deepEqual([width, height], [256, 128]);
    assert.ok(means.every(value => value === 200));
    assert.equal(journal.tags()['mlflow.loggedImages'], 'True');
  });

  it('shows every part of an image of any size in its small one', () => {
    const side = fc.integer({ min: 1, max: 1200 });
    fc.assert(
      fc.property(side, side, (width, height) => {
        const { mlflow, journal } = makeKernelParts();
        // Left to right: its means may only grow.
        const data = Uint8Array.from({ length: width * height }, (_, i) =>
          Math.floor(((i % width) * 255) / width)
        );
        mlflow.logImage({ data, width, height }, { key: 'k' });
        const small = decodePng([...files(journal).values()][1]!);
        assert.ok(Math.max(small.width, small.height) <= 256);
        assert.ok(small.width >= 1 && small.height >= 1);
        const line = [...small.data.subarray(0, small.width)];
        assert.deepEqual(
          line,
          [...line].sort((a, b) => a - b)
        );
      }),
      { numRuns: 20 }
    );
  });

  it('takes files that MLflow shows, at step 0 and now where none is named', () => {
    const { mlflow, journal } = makeKernelParts();
    mlflow.logImage(FILES.webp, { key: 'k' });
    const [whole, small] = [...files(journal).keys()] as [string, string];
    assert.match(whole, /^images\/k\+step\+0\+timestamp\+\d{13}\+[0-9a-f-]{36}\.webp$/);
    assert.equal(small, whole.replace('.webp', '+compressed.webp'));
  });

  itRefuses([
    ['no key', m => m.logImage(PNG, anything({})), /the key undefined\. Keys of images hold/],
    ['a key with a sign', m => m.logImage(PNG, { key: 'a@b' }), /"a@b"\. Keys of images hold/],
    ['a key that is empty', m => m.logImage(PNG, { key: '' }), /the key ""/],
    ['half a step', m => m.logImage(PNG, { key: 'k', step: 0.5 }), /step 0\.5 .*whole number/],
    [
      'a time that is none',
      m => m.logImage(PNG, { key: 'k', timestamp: anything('now') }),
      /timestamp now/
    ],
    ['a JPEG', m => m.logImage(FILES.jpg, { key: 'k' }), /series of PNG and WebP.*is a JPEG/],
    ['a GIF', m => m.logImage(FILES.gif, { key: 'k' }), /Log it under a path, or give its pixels/],
    ['a key too long', m => m.logImage(PNG, { key: 'x'.repeat(200) }), /more than 255 bytes/]
  ]);
});
