import { randomUUID } from 'node:crypto';
import { assertArtifactPath, MlflowArgumentError } from '../../../tracking/index.js';
import type { BytesArtifact } from '../../runs/artifact-records.js';
import { checkObject } from '../checks.js';
import type { ImageSource, ImageStep, ImageTensor, Pixels } from '../types/mlflow.js';
import { bitmapOfPixels, bitmapOfTensor, preview } from './bitmap.js';
import { encodePng, type Bitmap } from './png.js';

/** The file formats, by the bytes that they begin with, and the endings of their names. */
const FORMATS = [
  { name: 'PNG', signature: /^\x89PNG\r\n/, endings: ['.png'] },
  { name: 'JPEG', signature: /^\xff\xd8\xff/, endings: ['.jpg', '.jpeg'] },
  { name: 'GIF', signature: /^GIF8[79]a/, endings: ['.gif'] },
  { name: 'WebP', signature: /^RIFF[\s\S]{4}WEBP/, endings: ['.webp'] }
] as const;

const KEY = /^[A-Za-z0-9_\-./ ]+$/;

/** What an image is logged as. @throws MlflowArgumentError where image or target is not allowed. */
export function imageFiles(image: ImageSource, target: string | ImageStep): BytesArtifact[] {
  if (typeof target === 'string') {
    return [staticFile(image, assertArtifactPath(target))];
  }
  const place = checkObject("an image's key and step, or its path", target);
  return stepFiles(image, stepName(place));
}

function staticFile(image: ImageSource, path: string): BytesArtifact {
  const format = image instanceof Uint8Array ? formatOf(image) : FORMATS[0];
  if (!format.endings.some(ending => path.toLowerCase().endsWith(ending))) {
    throw new MlflowArgumentError(
      `The image is logged as ${format.name}, so its path must end in ` +
        `${format.endings.join(' or ')}, unlike ${JSON.stringify(path)}.`
    );
  }
  const bytes = image instanceof Uint8Array ? image : encodePng(bitmapOf(image));
  return { path, bytes };
}

/** A full image and one for the grid, by whose names MLflow's pages find them. */
function stepFiles(image: ImageSource, name: string): BytesArtifact[] {
  if (!(image instanceof Uint8Array)) {
    const bitmap = bitmapOf(image);
    return [
      { path: `${name}.png`, bytes: encodePng(bitmap) },
      { path: `${name}+compressed.png`, bytes: encodePng(preview(bitmap)) }
    ];
  }
  const format = formatOf(image);
  if (format.name !== 'PNG' && format.name !== 'WebP') {
    throw new MlflowArgumentError(
      `MLflow shows series of PNG and WebP images, and this one is a ${format.name}. ` +
        'Log it under a path, or give its pixels.'
    );
  }
  const [ending] = format.endings;
  return [
    { path: `${name}${ending}`, bytes: image },
    { path: `${name}+compressed${ending}`, bytes: image }
  ];
}

/** MLflow's own names, see `log_image` of its `tracking/client.py`. */
function stepName({ key, step = 0, timestamp = Date.now() }: ImageStep): string {
  if (typeof key !== 'string' || !KEY.test(key)) {
    throw new MlflowArgumentError(
      `logImage was given the key ${JSON.stringify(key)}. Keys of images hold letters without ` +
        'accents, digits, and _ - . / and spaces.'
    );
  }
  for (const [what, value] of [
    ['step', step],
    ['timestamp', timestamp]
  ] as const) {
    if (!Number.isSafeInteger(value)) {
      throw new MlflowArgumentError(
        `logImage was given the ${what} ${String(value)} for ${JSON.stringify(key)}. It must be a whole number.`
      );
    }
  }
  const name = `images/${key.replaceAll('/', '~')}+step+${step}+timestamp+${timestamp}+${randomUUID()}`;
  return assertArtifactPath(name);
}

function bitmapOf(image: Pixels | ImageTensor): Bitmap {
  const candidate = image as Partial<Pixels & ImageTensor> | null;
  if (typeof candidate?.dataSync === 'function' && Array.isArray(candidate.shape)) {
    return bitmapOfTensor(image as ImageTensor);
  }
  if (typeof candidate?.data === 'object' && typeof candidate.data.length === 'number') {
    return bitmapOfPixels(image as Pixels);
  }
  throw new MlflowArgumentError(
    'logImage takes the bytes of an image file, { data, width, height }, or a tensor ' +
      '[height, width, channels], and was given none of them.'
  );
}

function formatOf(bytes: Uint8Array): (typeof FORMATS)[number] {
  const start = Buffer.from(bytes.subarray(0, 16)).toString('latin1');
  const format = FORMATS.find(({ signature }) => signature.test(start));
  if (format === undefined) {
    throw new MlflowArgumentError(
      'logImage was given bytes that are no PNG, JPEG, GIF or WebP file. ' +
        'Give raw pixels as { data, width, height }.'
    );
  }
  return format;
}
