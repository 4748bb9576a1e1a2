/** Values that are logged as text. */
export type Loggable = string | number | boolean | bigint | null;

/** How a run ends. */
export type EndStatus = 'FINISHED' | 'FAILED' | 'KILLED';

/** A dataset as MLflow knows it within an experiment. */
export interface DatasetIdentity {
  readonly name: string;
  readonly digest: string;
}

/** A dataset that a run used. */
export interface DatasetDescription {
  /** 1 to 500 characters. */
  name: string;
  /** 1 to 36 characters. Default: made from `data`, or from all else that describes it. */
  digest?: string;
  /** Rows as objects, or numbers nested in lists; describes itself by schema, size and digest. It is not kept. */
  data?: readonly object[] | readonly number[];
  /** Where it is from, such as a URL or a path. Default: the notebook or the script. */
  source?: string;
  /** MLflow's word for the kind of source, such as `http`, `local` or `code`. Default: `local` with a source. */
  sourceType?: string;
  /** MLflow's schema as an object, `{ mlflow_colspec: […] }` or `{ mlflow_tensorspec: … }`. Default: made from `data`. */
  schema?: object;
  /** Facts about its content, such as `{ num_rows: 150 }`. Default: made from `data`. */
  profile?: object;
}

/** A table: lists by column, all of the same length, or rows by column. */
export type TableData =
  Readonly<Record<string, readonly unknown[]>> | readonly Readonly<Record<string, unknown>>[];

/** Pixels, line by line from the top left, with 1 (grey), 3 (RGB) or 4 (RGBA) channels. */
export interface Pixels {
  /** Whole numbers from 0 to 255, or, in a `Float32Array` or `Float64Array`, numbers from 0 to 1. */
  data: ArrayLike<number>;
  /** In pixels. */
  width: number;
  /** In pixels. */
  height: number;
}

/** A tensor of the shape [height, width], [height, width, 1], [height, width, 3] or [height, width, 4]. */
export interface ImageTensor {
  /** Numbers of the types `float32` and `bool` are from 0 to 1, others from 0 to 255. */
  readonly dtype: string;
  readonly shape: readonly number[];
  dataSync(): ArrayLike<number>;
}

/** The bytes of a PNG, JPEG, GIF or WebP file, pixels, or a tensor. */
export type ImageSource = Uint8Array | Pixels | ImageTensor;

/** An image that belongs to a step. */
export interface ImageStep {
  /** Letters without accents, digits, and `_ - . / `. Images of one key form a series. */
  key: string;
  /** A whole number. Default: 0. */
  step?: number;
  /** In milliseconds since the epoch. Default: now. */
  timestamp?: number;
}
