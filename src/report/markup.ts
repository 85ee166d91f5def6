/** Markup that is put together from texts that were escaped. */
export interface Markup {
  readonly markup: string;
}

/** A part of a template: markup as it is, anything else escaped, lists one after the other. */
type Part = Markup | string | number | undefined | readonly Part[];

/** Makes markup: every text between its tags is escaped, so that no name or message of the database is a tag. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return { markup: strings.reduce((text, literal, at) => text + written(parts[at - 1]) + literal) };
}

function written(part: Part): string {
  if (part === undefined) return '';
  if (typeof part === 'string') return escaped(part);
  if (typeof part === 'number') return String(part);
  return 'markup' in part ? part.markup : part.map(written).join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
}
