// JSON leaves these as they are; a terminal would obey them or a person would not see them.
const harmful = /[\u007f-\u009f\p{Cf}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|[\p{Mn}\p{Me}]{3,}/gu;

function escapedUnits(found: string): string {
  return Array.from(
    { length: found.length },
    (_, index) => `\\u${found.charCodeAt(index).toString(16).padStart(4, '0')}`,
  ).join('');
}

/** A value as one JSON document with a final line break: times in ISO 8601, every invisible character escaped. */
export function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2).replace(harmful, escapedUnits)}\n`;
}
