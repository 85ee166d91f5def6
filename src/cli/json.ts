// JSON leaves these as they are; a terminal would obey them or a person would not see them.
const harmful = /[\u007f-\u009f\p{Cf}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|[\p{Mn}\p{Me}]{3,}/gu;

function escapedUnits(found: string): string {
  return Array.from(
    { length: found.length },
    (_, index) => `\\u${found.charCodeAt(index).toString(16).padStart(4, '0')}`,
  ).join('');
}

// Whoever reads a number of JSON takes it for a double, in which two ids beyond 2^53 may be one.
function exactIds(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}

/** A value as one JSON document with a final line break: times in ISO 8601, an id beyond 2^53 as text, every invisible character escaped. */
export function toJson(value: unknown): string {
  return `${JSON.stringify(value, exactIds, 2).replace(harmful, escapedUnits)}\n`;
}
