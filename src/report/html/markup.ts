/** HTML out of texts that nobody trusts: what a template is given is escaped, unless it is markup already. */
import { printable } from '../words/printable.ts';

/** Text in which every tag is ours. */
export interface Markup {
  readonly markup: string;
}

type Value = string | number | Markup | undefined | readonly (string | Markup)[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Safe as content and between quotes; characters that turn or hide text are shown. */
export function escaped(text: string): string {
  return printable(text, false).replace(/[&<>"']/g, character => ENTITIES[character]!);
}

/** A template of HTML. Attributes in it stand between double quotes. */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Markup {
  const markup = parts.map((part, index) => part + (index < values.length ? inMarkup(values[index]) : ''));
  return { markup: markup.join('') };
}

/** Markup that is made elsewhere: never of a text of a repository. */
export function trusted(markup: string): Markup {
  return { markup };
}

function inMarkup(value: Value): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return escaped(value);
  if (typeof value === 'number') return String(value);
  if ('markup' in value) return value.markup;
  return value.map(inMarkup).join('');
}
