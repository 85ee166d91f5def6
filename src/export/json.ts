import { jsonLines } from '../text/json-lines.ts';
import { JsonText } from '../text/json-text.ts';

// JSON leaves these as they are; a terminal would obey them or a person would not see them.
const harmful = /[\u007f-\u009f\p{Cf}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|[\p{Mn}\p{Me}]{3,}/gu;

function escapedUnits(found: string): string {
  return Array.from(
    { length: found.length },
    (_, index) => `\\u${found.charCodeAt(index).toString(16).padStart(4, '0')}`,
  ).join('');
}

/**
 * A value as one JSON document with a final line break: times in ISO 8601, an id beyond 2^53 as text, every invisible
 * character escaped, JSON text as it is written.
 */
export function toJson(value: unknown): string {
  return `${written(value, '').replace(harmful, escapedUnits)}\n`;
}

/** The same on one line. */
export function toJsonLine(value: unknown): string {
  return `${written(value, null).replace(harmful, escapedUnits)}\n`;
}

/** JSON text; without an `indent` on one line. */
function written(value: unknown, indent: string | null): string {
  if (value instanceof JsonText) {
    const lines = Array.from(jsonLines(value.text), ({ text }) => text);
    return indent === null ? lines.map((line) => line.trim()).join('') : lines.join(`\n${indent}`);
  }
  // Whoever reads a number of JSON takes it for a double, in which two ids beyond 2^53 may be one.
  if (typeof value === 'bigint') return `"${value}"`;
  if (typeof value !== 'object' || value === null || value instanceof Date) return JSON.stringify(value) ?? 'null';
  const inner = indent === null ? null : `${indent}  `;
  if (Array.isArray(value))
    return bracketed(
      '[]',
      value.map((item) => written(item, inner)),
      indent,
    );
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return bracketed(
    '{}',
    fields.map(([name, field]) => `${JSON.stringify(name)}: ${written(field, inner)}`),
    indent,
  );
}

function bracketed(brackets: string, items: readonly string[], indent: string | null): string {
  if (items.length === 0) return brackets;
  if (indent === null) return `${brackets.charAt(0)}${items.join(', ')}${brackets.charAt(1)}`;
  return `${brackets.charAt(0)}\n${indent}  ${items.join(`,\n${indent}  `)}\n${indent}${brackets.charAt(1)}`;
}
