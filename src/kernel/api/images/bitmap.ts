import { MlflowArgumentError } from '../../../tracking/index.js';
import type { ImageTensor, Pixels } from '../types/mlflow.js';
import type { Bitmap } from './png.js';

/** The longest side of an image that MLflow shows in a grid of many, in pixels. */
const PREVIEW_SIDE = 256;

/** The types of tensors whose numbers go from 0 to 1; masks are of the type `bool`. */
const FROM_0_TO_1: ReadonlySet<string> = new Set(['float32', 'bool']);

/** @throws MlflowArgumentError where sizes don't fit together or numbers are out of range. */
export function bitmapOfPixels({ data, width, height }: Pixels): Bitmap {
  const isFraction = data instanceof Float32Array || data instanceof Float64Array;
  return toBitmap(data, width, height, isFraction);
}

/** @throws MlflowArgumentError where the shape is not that of an image or numbers are out of range. */
export function bitmapOfTensor(tensor: ImageTensor): Bitmap {
  const [height, width, channels = 1, ...more] = tensor.shape;
  if (height === undefined || width === undefined || more.length > 0) {
    throw new MlflowArgumentError(
      `logImage was given a tensor of the shape [${tensor.shape.join(', ')}]. Images have the ` +
        'shape [height, width, channels]; take one of a batch with tf.unstack or gather.'
    );
  }
  const data = tensor.dataSync();
  checkSize(data.length, width, height, channels);
  return toBitmap(data, width, height, FROM_0_TO_1.has(tensor.dtype));
}

/** Small enough for a grid of many: each pixel the mean of those that it stands for. */
export function preview(bitmap: Bitmap): Bitmap {
  const { width, height, channels, data } = bitmap;
  const scale = Math.max(width, height) / PREVIEW_SIDE;
  if (scale <= 1) {
    return bitmap;
  }
  const [small, low] = [width, height].map(side => Math.max(1, Math.round(side / scale))) as [
    number,
    number
  ];
  const means = new Uint8Array(small * low * channels);
  for (let y = 0; y < low; y++) {
    const [top, bottom] = [y, y + 1].map(edge => Math.floor((edge * height) / low)) as [
      number,
      number
    ];
    for (let x = 0; x < small; x++) {
      const [left, right] = [x, x + 1].map(edge => Math.floor((edge * width) / small)) as [
        number,
        number
      ];
      for (let channel = 0; channel < channels; channel++) {
        let sum = 0;
        for (let line = top; line < bottom; line++) {
          for (let column = left; column < right; column++) {
            sum += data[(line * width + column) * channels + channel] ?? 0;
          }
        }
        means[(y * small + x) * channels + channel] = sum / ((bottom - top) * (right - left));
      }
    }
  }
  return { width: small, height: low, channels, data: means };
}

function toBitmap(
  data: ArrayLike<number>,
  width: number,
  height: number,
  isFraction: boolean
): Bitmap {
  const channels = data.length / (width * height);
  checkSize(data.length, width, height, channels);
  const most = isFraction ? 1 : 255;
  const bytes = new Uint8Array(data.length);
  for (let index = 0; index < data.length; index++) {
    const value = data[index] ?? NaN;
    if (!(value >= 0 && value <= most)) {
      throw new MlflowArgumentError(
        `logImage was given the number ${value} at place ${index}. ` +
          (isFraction
            ? 'Pixels of floating point numbers go from 0 to 1.'
            : 'Pixels go from 0 to 255; give a Float32Array or a float32 tensor for 0 to 1.')
      );
    }
    bytes[index] = isFraction ? Math.round(value * 255) : value;
  }
  return { width, height, channels: channels as Bitmap['channels'], data: bytes };
}

function checkSize(length: number, width: number, height: number, channels: number): void {
  const isSize = [width, height].every(side => Number.isSafeInteger(side) && side > 0);
  if (!isSize || ![1, 3, 4].includes(channels) || length !== width * height * channels) {
    throw new MlflowArgumentError(
      `logImage was given ${length} numbers for ${width} × ${height} pixels. ` +
        'It takes 1 (grey), 3 (RGB) or 4 (RGBA) for each pixel.'
    );
  }
}
