import type { TranslationBundle } from '@jupyterlab/translation';

/** What a person typed into the search box, understood. */
export type RunQuery =
  | { readonly kind: 'all' }
  | { readonly kind: 'name'; readonly text: string; readonly filter: string }
  | { readonly kind: 'filter'; readonly filter: string }
  | { readonly kind: 'fault'; readonly message: string };

/** The names that may stand in a filter without `metrics.` or `params.` before them. */
export interface KnownKeys {
  readonly metrics: ReadonlySet<string>;
  readonly params: ReadonlySet<string>;
}

const COMPARISON =
  /^(?<name>(?:\w+\.)?(?:`[^`]+`|"[^"]+")|[^=!<>\s]+)\s*(?<operator>!=|<=|>=|=|<|>|\s(?:NOT\s+)?(?:I?LIKE|IN)\b|\sIS(?:\s+NOT)?\s+NULL\b)\s*(?<value>.*)$/is;

const ATTRIBUTES = new Set([
  'status',
  'run_name',
  'run_id',
  'artifact_uri',
  'user_id',
  'start_time',
  'end_time',
  'created',
  'lifecycle_stage'
]);

const OPERATOR = /[=<>]|\s(NOT\s+)?(I?LIKE|IN)\s|\sIS\s+(NOT\s+)?NULL/i;
const PREFIX = /^(metrics?|params?|parameters?|tags?|attributes?|attr|run|datasets?)\./i;

/**
 * Understands `text`: nothing, a part of a name, or MLflow's filter language, in which a
 * bare `loss < 0.1` will do where exactly one metric or param has that name.
 */
export function readQuery(text: string, known: KnownKeys, trans: TranslationBundle): RunQuery {
  const trimmed = text.trim();
  if (trimmed === '') {
    return { kind: 'all' };
  }
  if (!OPERATOR.test(trimmed)) {
    return { kind: 'name', text: trimmed, filter: nameFilter(trimmed) };
  }
  const clauses: string[] = [];
  for (const clause of splitAtAnd(trimmed)) {
    const read = readClause(clause, known, trans);
    if (typeof read !== 'string') {
      return read;
    }
    clauses.push(read);
  }
  return { kind: 'filter', filter: clauses.join(' AND ') };
}

function nameFilter(text: string): string {
  // The language has no escapes: what holds both quotes is searched for up to the second kind.
  const quote = text.includes("'") ? '"' : "'";
  return `attributes.run_name ILIKE ${quote}%${text.split(quote)[0] ?? ''}%${quote}`;
}

function readClause(
  clause: string,
  known: KnownKeys,
  trans: TranslationBundle
): string | (RunQuery & { kind: 'fault' }) {
  const fault = (message: string): RunQuery & { kind: 'fault' } => ({ kind: 'fault', message });
  const { name, operator, value } = COMPARISON.exec(clause)?.groups ?? {};
  if (name === undefined || operator === undefined || value === undefined) {
    return fault(trans.__('“%1” is no comparison. Write for example: metrics.loss < 0.1', clause));
  }
  const isNullTest = /NULL/i.test(operator);
  if (value.trim() === '' && !isNullTest) {
    return fault(trans.__('“%1” lacks a value to compare with.', clause));
  }
  if (PREFIX.test(name) || ATTRIBUTES.has(name.toLowerCase())) {
    return clause;
  }
  const key = name.replace(/^[`"]|[`"]$/g, '');
  const isMetric = known.metrics.has(key);
  const isParam = known.params.has(key);
  if (isMetric && isParam) {
    return fault(trans.__('%1 is both a metric and a param. Write metrics.%1 or params.%1.', key));
  }
  if (isMetric) {
    return `metrics.${quoteKey(key)} ${operator.trim()} ${value}`.trim();
  }
  if (isParam) {
    return `params.${quoteKey(key)} ${operator.trim()} ${quoteValue(value)}`.trim();
  }
  return fault(
    trans.__(
      'No metric or param of these runs is called %1. Write metrics., params. or tags. before the name.',
      key
    )
  );
}

function quoteKey(key: string): string {
  return /^[A-Za-z_][\w.]*$/.test(key) ? key : `\`${key}\``;
}

/** Params are texts to MLflow, so their values need quotes. */
function quoteValue(value: string): string {
  return /^['"(]/.test(value) || value === '' ? value : `"${value}"`;
}

/** Splits at AND, but not inside quotes. */
function splitAtAnd(text: string): readonly string[] {
  const parts = text.match(/'[^']*'|"[^"]*"|`[^`]*`|\s+AND(?:\s+|$)|[^'"`\s]+|\s+|['"`]/gi) ?? [];
  const clauses = [''];
  for (const part of parts) {
    if (/^\s+AND\s*$/i.test(part)) {
      clauses.push('');
    } else {
      clauses.push(`${clauses.pop() ?? ''}${part}`);
    }
  }
  return clauses.map(clause => clause.trim());
}
