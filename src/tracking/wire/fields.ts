import { MlflowProtocolError } from '../errors.js';

/** A JSON object of the wire, with MLflow's snake_case names. */
export type WireFields = Readonly<Record<string, unknown>>;

/**
 * Reads the fields of an answer. MLflow leaves out what is empty or unset, and writes
 * 64-bit numbers as numbers or as texts; this gives defaults for the former and numbers for both.
 */
export class FieldReader {
  private readonly _fields: WireFields;

  /** @throws MlflowProtocolError if `value` is not a JSON object. `path` says where it stood. */
  constructor(
    value: unknown,
    private readonly _path: string
  ) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new MlflowProtocolError(
        `The server's answer is not what MLflow says: ${_path} is missing or not an object.`
      );
    }
    this._fields = value as WireFields;
  }

  /** The text of `name`. @throws MlflowProtocolError without one. */
  text(name: string): string {
    const value = this.optionalText(name);
    if (value === null) {
      throw new MlflowProtocolError(
        `The server's answer is not what MLflow says: ${this._path}.${name} is missing.`
      );
    }
    return value;
  }

  optionalText(name: string): string | null {
    const value = this._fields[name];
    return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : null;
  }

  /** The number of `name`, `NaN` and infinities included, or `fallback`. */
  number<T>(name: string, fallback: T): number | T {
    const value = this._fields[name];
    if (typeof value === 'number') {
      return value;
    }
    return typeof value === 'string' && (value === 'NaN' || !Number.isNaN(Number(value)))
      ? Number(value)
      : fallback;
  }

  boolean(name: string): boolean {
    return this._fields[name] === true;
  }

  object(name: string): FieldReader {
    return new FieldReader(this._fields[name], `${this._path}.${name}`);
  }

  /** The object of `name`, or an empty one. */
  optionalObject(name: string): FieldReader {
    return new FieldReader(this._fields[name] ?? {}, `${this._path}.${name}`);
  }

  /** The items of the array `name`, none if it is left out. */
  list<T>(name: string, read: (item: FieldReader) => T): T[] {
    const value = this._fields[name];
    return Array.isArray(value)
      ? value.map((item, i) => read(new FieldReader(item, `${this._path}.${name}[${i}]`)))
      : [];
  }

  /** The texts of the array `name`, none if it is left out. */
  texts(name: string): string[] {
    const value = this._fields[name];
    return Array.isArray(value) ? value.map(String) : [];
  }

  /** The token of the next page; an empty one ends the list. */
  pageToken(): string | null {
    const token = this.optionalText('next_page_token');
    return token === '' ? null : token;
  }
}
